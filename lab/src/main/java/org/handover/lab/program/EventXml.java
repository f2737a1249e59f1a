package org.handover.lab.program;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.handover.lab.windows.EventLog.Event;
import org.handover.lab.windows.EventLog.Level;
import org.handover.lab.windows.Language;

/** An event as {@code wevtutil /f:XML} and {@code /f:RenderedXml} print it: one line, the XML of Windows' event schema. */
final class EventXml {
    private static final DateTimeFormatter SYSTEM_TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private EventXml() {}

    static String of(Event event, String computer, boolean rendered, Language language) {
        StringBuilder xml = new StringBuilder(512)
                .append("<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='")
                .append(escaped(event.source()))
                .append("'/><EventID Qualifiers='")
                .append(qualifiers(event.level()))
                .append("'>")
                .append(event.id())
                .append("</EventID><Version>0</Version><Level>")
                .append(event.level().number())
                .append("</Level><Task>0</Task><Opcode>0</Opcode><Keywords>0x80000000000000</Keywords>")
                .append("<TimeCreated SystemTime='")
                .append(SYSTEM_TIME.format(event.at()))
                .append("'/><EventRecordID>")
                .append(event.recordId())
                .append("</EventRecordID><Correlation/><Execution ProcessID='0' ThreadID='0'/>")
                .append("<Channel>Application</Channel><Computer>")
                .append(escaped(computer))
                .append("</Computer><Security/></System><EventData>");
        event.parameters()
                .forEach(parameter ->
                        xml.append("<Data>").append(escaped(parameter)).append("</Data>"));
        xml.append("</EventData>");
        if (rendered) {
            xml.append("<RenderingInfo Culture='")
                    .append(language == Language.GERMAN ? "de-DE" : "en-US")
                    .append("'><Message>")
                    .append(escaped(event.message()))
                    .append("</Message><Level>")
                    .append(levelName(event.level(), language))
                    .append("</Level><Task></Task><Opcode></Opcode><Channel></Channel><Provider></Provider>")
                    .append("<Keywords><Keyword>Classic</Keyword></Keywords></RenderingInfo>");
        }
        return xml.append("</Event>").toString();
    }

    static String levelName(Level level, Language language) {
        return Phrases.say(
                language,
                switch (level) {
                    case INFORMATION -> "Information";
                    case WARNING -> "Warning";
                    case ERROR -> "Error";
                });
    }

    static String systemTime(Event event) {
        return SYSTEM_TIME.format(event.at());
    }

    /** The severity, as the high word of the 32-bit code (docs/entsso.md 5.3). */
    private static int qualifiers(Level level) {
        return switch (level) {
            case INFORMATION -> 0x4000;
            case WARNING -> 0x8000;
            case ERROR -> 0xC000;
        };
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '\'' -> escaped.append("&apos;");
                case '"' -> escaped.append("&quot;");
                default -> {
                    if (c >= ' ' || c == '\n' || c == '\r' || c == '\t') {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        });
        return escaped.toString();
    }
}
