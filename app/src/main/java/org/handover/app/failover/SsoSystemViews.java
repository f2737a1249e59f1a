package org.handover.app.failover;

import java.time.Instant;
import java.util.List;
import org.handover.app.watch.FormerWatch;
import org.handover.app.watch.KnownMasters;
import org.handover.app.watch.MasterWatch;
import org.handover.journal.FailoverId;
import org.handover.journal.Failovers;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.step.Inventory;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes what is shown of an SSO system: its master as far as is known, and what runs on it. */
@Component
public final class SsoSystemViews {

    private final Inventory inventory;
    private final KnownMasters masters;
    private final Failovers failovers;
    private final FormerWatch watch;
    private final MasterWatch masterWatch;

    SsoSystemViews(
            Inventory inventory,
            KnownMasters masters,
            Failovers failovers,
            FormerWatch watch,
            MasterWatch masterWatch) {
        this.inventory = inventory;
        this.masters = masters;
        this.failovers = failovers;
        this.watch = watch;
        this.masterWatch = masterWatch;
    }

    public record SsoSystemView(
            String estate,
            String estateNotice,
            String name,
            String masterSecretServer,
            @Nullable WatchedMasterView watched,
            List<String> ssoServers,
            List<RestoreFileView> restoreFiles,
            List<FormerMasterView> formerMasters,
            int approvalsNeeded,
            @Nullable String openFailover) {}

    /**
     * @param server the only one on which it lies, where it is so
     * @param storeFile its name in the store of backups, where it lies there
     */
    public record RestoreFileView(
            String path, String sha256, String msid, @Nullable String server, @Nullable String storeFile) {}

    /**
     * A former master that is watched, because nobody has settled what becomes of it.
     *
     * @param lastSeen when it answered last
     * @param returnedAt when it was first seen to answer again; absent until then
     * @param answers whether it answers now
     */
    public record FormerMasterView(
            String server,
            String failover,
            Instant since,
            @Nullable Instant lastSeen,
            @Nullable Instant returnedAt,
            boolean answers) {}

    /**
     * What the watch saw last; it does not look while a failover is open on the SSO system.
     *
     * @param state answers, stopped, silent, cannot-tell or two-masters
     * @param masters who is named as master or takes itself for it
     * @param servers what was seen of each
     */
    public record WatchedMasterView(
            String state,
            String sentence,
            List<String> masters,
            List<String> servers,
            Instant since,
            Instant lookedAt) {}

    public List<SsoSystemView> all() {
        return inventory.ssoSystems().stream().map(this::of).toList();
    }

    public SsoSystemView of(SsoSystem system) {
        return new SsoSystemView(
                system.estate().value(),
                system.notice(),
                system.name().value(),
                masters.of(system).value(),
                masterWatch
                        .of(system)
                        .map(watched -> new WatchedMasterView(
                                watched.look().state().word(),
                                watched.look().sentence(),
                                watched.look().masters(),
                                watched.look().servers(),
                                watched.since(),
                                watched.lookedAt()))
                        .orElse(null),
                system.ssoServers().stream().map(SsoServerName::value).toList(),
                system.restoreFiles().stream()
                        .map(file -> new RestoreFileView(
                                file.path().value(),
                                file.digest().value(),
                                file.msid().value(),
                                file.server() == null ? null : file.server().value(),
                                file.storeFile()))
                        .toList(),
                watch.open(system.estate(), system.name()).stream()
                        .map(watched -> new FormerMasterView(
                                watched.server().value(),
                                watched.failover().value(),
                                watched.since(),
                                watched.lastSeen(),
                                watched.returnedAt(),
                                watched.answers()))
                        .toList(),
                system.approvalsNeeded(),
                failovers
                        .reservedBy(system.estate(), system.name())
                        .map(FailoverId::value)
                        .orElse(null));
    }
}
