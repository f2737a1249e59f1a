package org.handover.lab.program;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.handover.lab.windows.EventLog.Event;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * A query of the event log such as {@code *[System[Provider[@Name='ENTSSO'] and EventRecordID>123]]}. Windows knows a part of
 * XPath 1.0 without most of its functions, and {@code timediff} besides; a query that it would refuse is refused here too.
 */
final class EventQuery {
    private static final Pattern FUNCTION = Pattern.compile("([A-Za-z-]+)\\s*\\(");
    private static final Set<String> WORDS_BEFORE_A_PARENTHESIS = Set.of("and", "or", "position");
    private static final Pattern TEXT = Pattern.compile("'[^']*'|\"[^\"]*\"");
    private static final Pattern TIMEDIFF = Pattern.compile("timediff\\s*\\(\\s*@SystemTime\\s*\\)");
    private static final Pattern TIME = Pattern.compile("@SystemTime\\s*(>=|<=|>|<|=)\\s*['\"]([^'\"]*)['\"]");

    /** A query that Windows would refuse. */
    static final class InvalidQueryException extends Exception {
        InvalidQueryException(String message) {
            super(message);
        }
    }

    private EventQuery() {}

    /** The events that the query selects, in the order they were given in. */
    static List<Event> select(List<Event> events, String computer, String query, Instant now)
            throws InvalidQueryException {
        if (query.strip().equals("*")) {
            return events;
        }
        try {
            Document document = document(events, computer);
            NodeList nodes = (NodeList) XPathFactory.newInstance()
                    .newXPath()
                    .evaluate(translated(query, now), document.getDocumentElement(), XPathConstants.NODESET);
            Set<Integer> selected = new TreeSet<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                selected.add(indexOf(nodes.item(i)));
            }
            List<Event> found = new ArrayList<>();
            selected.forEach(index -> found.add(events.get(index)));
            return found;
        } catch (XPathExpressionException | ParserConfigurationException e) {
            throw new InvalidQueryException("The query cannot be understood.");
        }
    }

    private static String translated(String query, Instant now) throws InvalidQueryException {
        Matcher time = TIME.matcher(query);
        StringBuilder translated = new StringBuilder();
        while (time.find()) {
            try {
                long millis = Instant.parse(time.group(2)).toEpochMilli();
                time.appendReplacement(translated, "@Millis" + time.group(1) + millis);
            } catch (java.time.format.DateTimeParseException e) {
                throw new InvalidQueryException("The time in the query cannot be understood.");
            }
        }
        time.appendTail(translated);
        String result = TIMEDIFF.matcher(translated).replaceAll("{" + now.toEpochMilli() + " - @Millis}");
        Matcher function = FUNCTION.matcher(TEXT.matcher(result).replaceAll(""));
        while (function.find()) {
            if (!WORDS_BEFORE_A_PARENTHESIS.contains(function.group(1))) {
                throw new InvalidQueryException("The event log knows no function " + function.group(1) + ".");
            }
        }
        if (result.strip().startsWith("<") || result.startsWith("/")) {
            throw new InvalidQueryException("The query cannot be understood.");
        }
        return result.replace('{', '(').replace('}', ')');
    }

    private static Document document(List<Event> events, String computer) throws ParserConfigurationException {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
        Element root = document.createElement("Events");
        document.appendChild(root);
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            Element element = child(root, "Event", "");
            element.setAttribute("index", Integer.toString(i));
            Element system = child(element, "System", "");
            child(system, "Provider", "").setAttribute("Name", event.source());
            Element time = child(system, "TimeCreated", "");
            time.setAttribute("SystemTime", EventXml.systemTime(event));
            time.setAttribute("Millis", Long.toString(event.at().toEpochMilli()));
            Map.of(
                            "EventID", Integer.toString(event.id()),
                            "Level", Integer.toString(event.level().number()),
                            "EventRecordID", Long.toString(event.recordId()),
                            "Channel", "Application",
                            "Computer", computer)
                    .forEach((name, value) -> child(system, name, value));
            Element data = child(element, "EventData", "");
            event.parameters().forEach(parameter -> child(data, "Data", parameter));
        }
        return document;
    }

    private static Element child(Element parent, String name, String text) {
        Document document = parent.getOwnerDocument();
        Element child = document.createElement(name);
        if (!text.isEmpty()) {
            child.appendChild(document.createTextNode(text));
        }
        parent.appendChild(child);
        return child;
    }

    private static int indexOf(Node selected) throws InvalidQueryException {
        for (Node node = selected; node != null; node = node.getParentNode()) {
            if (node instanceof Element element && element.hasAttribute("index")) {
                return Integer.parseInt(element.getAttribute("index"));
            }
        }
        throw new InvalidQueryException("The query selects no events.");
    }
}
