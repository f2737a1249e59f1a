package org.handover.app.notify;

import java.util.Map;
import org.handover.journal.Journal;

/** What is posted: one for each kind of receiver. */
@FunctionalInterface
interface WebhookBody {

    Map<String, Object> of(Message message);

    /** Every fact under a name of its own (docs/operations.md, Notifications). */
    static Map<String, Object> generic(Message message) {
        Map<String, Object> body = Journal.ordered(
                "id", message.id().toString(),
                "at", message.at().toString(),
                "kind", message.occasion().word(),
                "title", message.title(),
                "sentence", message.happening().sentence(),
                "text", message.text());
        body.putAll(message.context().fields());
        body.put("mark", message.mark());
        body.put("groups", message.happening().groups());
        body.put("people", message.happening().people());
        Happening.Task task = message.happening().task();
        if (task != null) {
            Map<String, Object> shown = Journal.ordered("id", task.id(), "key", task.key(), "name", task.name());
            if (task.dueAt() != null) {
                shown.put("dueAt", task.dueAt().toString());
            }
            shown.put("url", message.taskUrl());
            body.put("task", shown);
        }
        body.put("url", message.url());
        return body;
    }
}
