package org.handover.app.notify;

import org.handover.app.engine.HumanTask;
import org.handover.journal.Failover;
import org.handover.journal.Failovers;
import org.handover.sso.SsoSystem;
import org.handover.step.Inventory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Makes what somebody reads of what is in the outbox. It is the same at every attempt. */
@Component
final class Messages {

    private final Failovers failovers;
    private final Inventory inventory;
    private final String url;

    /** @param url under which people reach the application */
    Messages(Failovers failovers, Inventory inventory, @Value("${handover.url:}") String url) {
        this.failovers = failovers;
        this.inventory = inventory;
        this.url = url.replaceFirst("/+$", "");
    }

    Message of(Notification notification) {
        Failover run = failovers.get(notification.failover());
        Happening.Task task = notification.happening().task();
        return new Message(
                notification.id(),
                notification.at(),
                notification.occasion(),
                run,
                notification.incident(),
                mark(run),
                notification.happening(),
                task == null ? null : url + HumanTask.page(task.id()),
                url + "/board/failovers/" + run.id());
    }

    private String mark(Failover run) {
        SsoSystem.Kind kind = inventory
                .find(run.estate(), run.ssoSystem())
                .map(SsoSystem::kind)
                .orElse(SsoSystem.Kind.REAL);
        if (run.rehearsal() || kind == SsoSystem.Kind.REHEARSAL) {
            return "REHEARSAL";
        }
        return run.demonstration() || kind == SsoSystem.Kind.DEMONSTRATION ? "DEMONSTRATION" : "";
    }
}
