package org.handover.journal;

import java.util.List;

/**
 * What a run is going to do, in order, with the exact commands, files and digests. Every change that is typed comes from
 * here, never from a process variable.
 *
 * @param revision from 1; a plan that is made anew asks for a new approval even where nothing else changed
 * @param deployment the deployed models that carry it out
 * @param asksThisComputer whether ssomanage on the new server asks that very computer
 * @param masterSecretInUse the MSID that the SSO system uses and that the restore file holds
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
        UpdateFile updateFile,
        RestoreFile restoreFile,
        String masterSecretInUse,
        boolean asksThisComputer,
        List<PlannedStep> steps) {

    public record UpdateFile(String path, String sha256, String text) {}

    public record RestoreFile(String path, String sha256, String msid) {}

    public PlannedStep step(String id) {
        return steps.stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "The plan of %s has no step %s; nothing was typed.".formatted(failover, id)));
    }
}
