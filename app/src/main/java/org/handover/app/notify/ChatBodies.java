package org.handover.app.notify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.handover.journal.Journal;
import org.handover.sso.Excerpt;

/** Messages as chats show them. What people wrote stands in elements that know no markup, so that nothing in it becomes a link. */
final class ChatBodies {

    /** Teams refuses messages of more than 28 KB; a letter may need three bytes, and as much again comes beside the sentence. */
    private static final int TEAMS_TEXT = 4000;

    private static final int SLACK_HEADER = 150;
    private static final int SLACK_SECTION = 3000;

    private ChatBodies() {}

    /** An Adaptive Card for the flow <em>When a Teams webhook request is received</em>, which posts its attachments. */
    static Map<String, Object> teams(Message message) {
        List<Map<String, Object>> body = new ArrayList<>();
        body.add(line(
                List.of(Map.of("type", "TextRun", "text", message.title(), "weight", "Bolder", "size", "Medium"))));
        if (!message.warning().isEmpty()) {
            body.add(line(List.of(Map.of("type", "TextRun", "text", message.warning(), "color", "Attention"))));
        }
        body.add(line(List.of(
                Map.of("type", "TextRun", "text", Excerpt.of(message.happening().sentence(), TEAMS_TEXT)))));
        message.facts()
                .forEach((name, value) -> body.add(line(List.of(
                        Map.of("type", "TextRun", "text", name + ": ", "isSubtle", true),
                        Map.of("type", "TextRun", "text", value)))));
        List<Map<String, Object>> actions = new ArrayList<>();
        if (message.taskUrl() != null) {
            actions.add(Map.of("type", "Action.OpenUrl", "title", "Answer it", "url", message.taskUrl()));
        }
        actions.add(Map.of("type", "Action.OpenUrl", "title", message.context().page(), "url", message.url()));
        Map<String, Object> card = Journal.ordered(
                "$schema",
                "http://adaptivecards.io/schemas/adaptive-card.json",
                "type",
                "AdaptiveCard",
                "version",
                "1.4",
                "fallbackText",
                message.title(),
                "msteams",
                Map.of("width", "Full"),
                "body",
                body,
                "actions",
                actions);
        return Journal.ordered(
                "type",
                "message",
                "attachments",
                List.of(Journal.ordered("contentType", "application/vnd.microsoft.card.adaptive", "content", card)));
    }

    private static Map<String, Object> line(List<Map<String, Object>> runs) {
        return Journal.ordered("type", "RichTextBlock", "inlines", runs);
    }

    /** Block Kit for an incoming webhook. Links need no interactivity of the Slack app, which buttons would. */
    static Map<String, Object> slack(Message message) {
        StringBuilder text = new StringBuilder();
        if (!message.warning().isEmpty()) {
            text.append(message.warning()).append('\n');
        }
        text.append(message.happening().sentence());
        message.facts().forEach((name, value) -> text.append("\n%s: %s".formatted(name, value)));
        String links = (message.taskUrl() == null ? "" : "<%s|Answer it> · ".formatted(message.taskUrl()))
                + "<%s|%s>".formatted(message.url(), message.context().page());
        return Journal.ordered(
                "text",
                message.title().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
                "blocks",
                List.of(
                        Map.of("type", "header", "text", plain(message.title(), SLACK_HEADER)),
                        Map.of("type", "section", "text", plain(text.toString(), SLACK_SECTION)),
                        Map.of("type", "section", "text", Map.of("type", "mrkdwn", "text", links))));
    }

    private static Map<String, Object> plain(String text, int longest) {
        return Map.of("type", "plain_text", "text", Excerpt.of(text, longest));
    }
}
