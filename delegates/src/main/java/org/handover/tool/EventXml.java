package org.handover.tool;

import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.handover.sso.StrictXml;
import org.jspecify.annotations.Nullable;

/** The events that {@code wevtutil qe … /f:XML} or {@code /f:RenderedXml} prints, one after the other without a root. */
final class EventXml {
    private final List<EventRecord> events = new ArrayList<>();
    private final XMLStreamReader reader;

    private EventXml(XMLStreamReader reader) {
        this.reader = reader;
    }

    /** Empty where this is not such a list, or where an event lacks what every event has. */
    static Optional<List<EventRecord>> read(String output) {
        String text = output.startsWith("\uFEFF") ? output.substring(1) : output;
        try {
            XMLStreamReader reader = StrictXml.inputFactory()
                    .createXMLStreamReader(
                            new StringReader("<printed>" + withoutDeclaration(text.strip()) + "</printed>"));
            EventXml xml = new EventXml(reader);
            return xml.all() ? Optional.of(xml.events) : Optional.empty();
        } catch (XMLStreamException | DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String withoutDeclaration(String text) {
        int end = text.indexOf("?>");
        return text.startsWith("<?xml") && end > 0 ? text.substring(end + 2) : text;
    }

    private boolean all() throws XMLStreamException {
        while (reader.hasNext()) {
            int type = reader.next();
            if (type == XMLStreamConstants.START_ELEMENT
                    && reader.getLocalName().equals("Event")) {
                Optional<EventRecord> event = event();
                if (event.isEmpty()) {
                    return false;
                }
                events.add(event.get());
            } else if ((type == XMLStreamConstants.CHARACTERS && !reader.isWhiteSpace())
                    || type == XMLStreamConstants.DTD
                    || type == XMLStreamConstants.ENTITY_REFERENCE) {
                return false;
            }
        }
        return true;
    }

    /** The reader stands on the start of an Event and ends on its end. */
    private Optional<EventRecord> event() throws XMLStreamException {
        Fields fields = new Fields();
        while (!(reader.next() == XMLStreamConstants.END_ELEMENT
                && reader.getLocalName().equals("Event"))) {
            if (reader.getEventType() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (reader.getLocalName()) {
                case "System" -> system(fields);
                case "EventData" -> data(fields);
                case "RenderingInfo" -> skip();
                default -> {
                    // UserData and the like carry nothing that ENTSSO writes.
                }
            }
        }
        return fields.record();
    }

    private void system(Fields fields) throws XMLStreamException {
        while (!(reader.next() == XMLStreamConstants.END_ELEMENT
                && reader.getLocalName().equals("System"))) {
            if (reader.getEventType() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (reader.getLocalName()) {
                case "Provider" -> fields.source = reader.getAttributeValue(null, "Name");
                case "TimeCreated" -> fields.time = reader.getAttributeValue(null, "SystemTime");
                case "EventID" ->
                    fields.id = Integer.valueOf(reader.getElementText().strip());
                case "EventRecordID" ->
                    fields.recordId = Long.valueOf(reader.getElementText().strip());
                case "Level" ->
                    fields.level = Integer.valueOf(reader.getElementText().strip());
                default -> {
                    // The rest of System is of no use here.
                }
            }
        }
    }

    private void data(Fields fields) throws XMLStreamException {
        while (!(reader.next() == XMLStreamConstants.END_ELEMENT
                && reader.getLocalName().equals("EventData"))) {
            if (reader.getEventType() == XMLStreamConstants.START_ELEMENT
                    && reader.getLocalName().equals("Data")) {
                fields.data.add(reader.getElementText());
            }
        }
    }

    private void skip() throws XMLStreamException {
        int depth = 1;
        while (depth > 0) {
            int type = reader.next();
            depth += type == XMLStreamConstants.START_ELEMENT ? 1 : type == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }

    /** What has been read of one event. */
    private static final class Fields {
        private @Nullable Long recordId;
        private @Nullable Integer id;
        private @Nullable Integer level;
        private @Nullable String source;
        private @Nullable String time;
        private final List<String> data = new ArrayList<>();

        Optional<EventRecord> record() {
            if (recordId == null || id == null || level == null || source == null || time == null) {
                return Optional.empty();
            }
            return Optional.of(new EventRecord(recordId, id, source, level, Instant.parse(time), data));
        }
    }
}
