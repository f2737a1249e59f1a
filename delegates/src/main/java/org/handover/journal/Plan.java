package org.handover.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run is going to do, in order, with the exact commands, files and digests. Every change that is typed comes from
 * here, never from a process variable.
 *
 * @param revision from 1; a plan that is made anew asks for a new approval even where nothing else changed
 * @param deployment the deployed models that carry it out
 * @param models SHA-256 of their bytes
 * @param inventory SHA-256 of what the inventory said of the SSO system
 * @param asksThisComputer whether ssomanage on the new server asks that very computer
 * @param masterSecretInUse the MSID that the SSO system uses and that the restore file holds
 * @param wayBackFile names the former server again; null where there is no way back
 * @param steps the main line, and behind it the branches
 */
public record Plan(
        String failover,
        int revision,
        String estate,
        String ssoSystem,
        String situation,
        String path,
        String formerMasterSecretServer,
        String newMasterSecretServer,
        String deployment,
        String models,
        String inventory,
        UpdateFile updateFile,
        RestoreFile restoreFile,
        String masterSecretInUse,
        boolean asksThisComputer,
        @Nullable UpdateFile wayBackFile,
        List<PlannedStep> steps) {

    public record UpdateFile(String path, String sha256, String text) {}

    /**
     * @param path where it lies on the new server when it is restored
     * @param storeFile its name in the store outside the servers, from where it is put there; null where it lies there
     */
    public record RestoreFile(String path, String sha256, String msid, @Nullable String storeFile) {}

    /** The steps of one part, in their order. */
    public List<PlannedStep> steps(PlannedStep.Branch branch) {
        return steps.stream().filter(step -> step.branch() == branch).toList();
    }

    public boolean has(String id) {
        return steps.stream().anyMatch(step -> step.id().equals(id));
    }

    public PlannedStep step(String id) {
        return steps.stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "The plan of %s has no step %s; nothing was typed.".formatted(failover, id)));
    }
}
