package org.handover.app.inventory;

import java.time.Duration;
import java.util.List;
import org.handover.sso.ApprovalRules;
import org.jspecify.annotations.Nullable;

/**
 * The twin of an SSO system that a lab made for one rehearsal; kept with the run, so that it is found after a restart.
 *
 * @param lab base address of the lab's control interface
 * @param name what the lab calls it
 * @param account who logs on to its servers
 * @param privateKey the file of the key with which it does
 * @param masterSecretServer who is master when the rehearsal begins
 * @param approvalValidity of the system that is rehearsed, as ISO 8601
 */
public record Twin(
        String lab,
        String name,
        String ssoSystem,
        String account,
        String privateKey,
        String masterSecretServer,
        List<LabHandOver.Server> servers,
        LabHandOver.BackupFile restoreFile,
        int approvalsNeeded,
        String approvalValidity,
        @Nullable List<String> approvers,
        @Nullable List<String> escalateTo,
        boolean breakGlass) {

    /** The page of the SSO Administration snap-in on a server of the twin. */
    public String snapIn(String server) {
        return snapIn(lab, name, server);
    }

    /** The page of the SSO Administration snap-in on a server of a lab's system. */
    public static String snapIn(String lab, String system, String server) {
        return "%s/servers/%s/%s/snap-in".formatted(lab, system, server);
    }

    ApprovalRules approval() {
        return new ApprovalRules(
                approvalsNeeded,
                Duration.parse(approvalValidity),
                approvers == null ? List.of() : approvers,
                escalateTo == null ? List.of() : escalateTo,
                breakGlass);
    }
}
