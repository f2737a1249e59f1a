package org.handover.app.notify;

import org.handover.app.engine.HumanTask;
import org.handover.journal.Failover;
import org.handover.journal.Failovers;
import org.handover.sso.EstateName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
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
        if (notification.subject() instanceof Subject.OfRun ofRun) {
            Failover run = failovers.get(ofRun.failover());
            return message(
                    notification,
                    new Context.OfRun(run, ofRun.incident()),
                    markOf(run),
                    url + "/board/failovers/" + run.id());
        }
        Subject.OfSystem system = (Subject.OfSystem) notification.subject();
        return message(
                notification,
                new Context.OfSystem(system.estate(), system.ssoSystem()),
                mark(kind(system.estate(), system.ssoSystem())),
                url + "/board");
    }

    private Message message(Notification notification, Context context, String mark, String page) {
        Happening.Task task = notification.happening().task();
        return new Message(
                notification.id(),
                notification.at(),
                notification.occasion(),
                context,
                mark,
                notification.happening(),
                task == null ? null : url + HumanTask.page(task.id()),
                page);
    }

    private String markOf(Failover run) {
        return mark(run.kind() == SsoSystem.Kind.REAL ? kind(run.estate(), run.ssoSystem()) : run.kind());
    }

    private SsoSystem.Kind kind(EstateName estate, SsoSystemName ssoSystem) {
        return inventory.find(estate, ssoSystem).map(SsoSystem::kind).orElse(SsoSystem.Kind.REAL);
    }

    private static String mark(SsoSystem.Kind kind) {
        return kind == SsoSystem.Kind.REAL ? "" : kind.name();
    }
}
