package org.handover.sso;

import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.handover.sso.Violation.Rule;
import org.jspecify.annotations.Nullable;

/** Goes through the XML of an update file once, notes every rule of form that it breaks, and where each value stands. */
final class UpdateFileWalk {
    static final List<String> ALLOWED = List.of(
            "ssoAdminAccount",
            "ssoAffiliateAdminAccount",
            "secretServer",
            "auditDeletedApps",
            "auditDeletedMappings",
            "auditCredentialLookups",
            "ticketTimeout",
            "credCacheTimeout");

    private static final int IN_SSO = 1;
    private static final int IN_GLOBAL_INFO = 2;
    private static final int IN_VALUE = 3;
    private static final int MOST_VIOLATIONS = 50;
    private static final int LONGEST_QUOTATION = 160;

    private final List<Violation> violations = new ArrayList<>();
    private final Map<String, Value> values = new HashMap<>();
    private final StringBuilder text = new StringBuilder();
    private int depth;
    private int globalInfos;
    private int globalInfoLine = 1;
    private int globalInfoColumn = 1;
    private boolean inGlobalInfo;
    private @Nullable String valueName;
    private int valueLine;
    private int valueColumn;
    private boolean plain;

    /**
     * A value and where its element begins.
     *
     * @param text as it stands between the tags
     * @param plain whether there is nothing but text between them
     */
    record Value(String text, int line, int column, boolean plain) {}

    UpdateFileWalk(UpdateFileText file) {
        if (file.text().isBlank()) {
            violations.add(new Violation(Rule.WELL_FORMED, 1, 1, "The file is empty."));
            return;
        }
        try {
            XMLStreamReader reader = StrictXml.inputFactory().createXMLStreamReader(new StringReader(file.text()));
            declaration(reader, file.encoding());
            while (reader.hasNext() && violations.size() < MOST_VIOLATIONS) {
                if (!event(reader, reader.next())) {
                    return;
                }
            }
            reader.close();
        } catch (XMLStreamException e) {
            notWellFormed(e);
        }
    }

    List<Violation> violations() {
        return violations;
    }

    Map<String, Value> values() {
        return values;
    }

    int globalInfoLine() {
        return globalInfoLine;
    }

    int globalInfoColumn() {
        return globalInfoColumn;
    }

    private void declaration(XMLStreamReader reader, Charset encoding) {
        if (reader.getVersion() != null && !"1.0".equals(reader.getVersion())) {
            add(Rule.XML_VERSION, 1, 1, "The file declares XML " + shown(reader.getVersion()) + "; write 1.0.");
        }
        String declared = reader.getCharacterEncodingScheme();
        boolean utf16 = !encoding.equals(StandardCharsets.UTF_8);
        if (declared != null) {
            String upper = LetterCase.upper(declared);
            boolean agrees = utf16
                    ? upper.equals("UTF-16") || upper.equals(encoding.name())
                    : upper.equals("UTF-8") || upper.equals("US-ASCII");
            if (!agrees) {
                add(
                        Rule.ENCODING,
                        1,
                        1,
                        "The file declares the encoding " + shown(declared) + " and is " + encoding.name()
                                + "; write and declare UTF-8.");
            }
        }
    }

    /** Whether to go on. */
    private boolean event(XMLStreamReader reader, int type) {
        Location at = reader.getLocation();
        plain &= type == XMLStreamConstants.CHARACTERS || type == XMLStreamConstants.END_ELEMENT;
        switch (type) {
            case XMLStreamConstants.START_ELEMENT -> start(reader, at);
            case XMLStreamConstants.END_ELEMENT -> end();
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE -> characters(reader.getText(), at);
            case XMLStreamConstants.CDATA ->
                add(
                        valueName == null ? Rule.NO_TEXT_BETWEEN : Rule.PLAIN_VALUE,
                        at,
                        "A CDATA section stands here; write the value as plain text.");
            case XMLStreamConstants.COMMENT -> {
                if (valueName != null) {
                    add(Rule.PLAIN_VALUE, at, "A comment stands inside of a value; put it before the element.");
                }
            }
            case XMLStreamConstants.PROCESSING_INSTRUCTION ->
                add(
                        Rule.NO_PROCESSING_INSTRUCTION,
                        at,
                        "A processing instruction stands here; an update file has none.");
            case XMLStreamConstants.ENTITY_REFERENCE ->
                add(Rule.NO_ENTITY, at, "An entity is used here; an update file has none.");
            case XMLStreamConstants.DTD -> {
                add(
                        Rule.NO_DTD,
                        at,
                        "A document type declaration stands here; an update file has none. What follows was not read.");
                return false;
            }
            default -> {
                return true;
            }
        }
        return true;
    }

    private void start(XMLStreamReader reader, Location at) {
        depth++;
        String name = reader.getLocalName();
        String prefix = reader.getPrefix();
        if (reader.getNamespaceCount() > 0 || (prefix != null && !prefix.isEmpty())) {
            add(
                    Rule.NO_NAMESPACE,
                    at,
                    "The element " + shown(name) + " has a namespace; the elements of an update file have none.");
        }
        if (reader.getAttributeCount() > 0) {
            add(
                    Rule.NO_ATTRIBUTE,
                    at,
                    "The element " + shown(name) + " has attributes; the elements of an update file have none.");
        }
        switch (depth) {
            case IN_SSO -> root(name, at);
            case IN_GLOBAL_INFO -> globalInfo(name, at);
            case IN_VALUE -> value(name, at);
            default ->
                add(
                        Rule.PLAIN_VALUE,
                        at,
                        "The element " + shown(name) + " stands inside of a value; write the value as plain text.");
        }
    }

    private void root(String name, Location at) {
        if (!name.equals("sso")) {
            add(Rule.ROOT, at, "The outermost element is " + shown(name) + "; it must be sso, in lower case.");
        }
    }

    private void globalInfo(String name, Location at) {
        inGlobalInfo = name.equals("globalInfo");
        if (!inGlobalInfo) {
            add(
                    Rule.ALLOWED_ELEMENTS,
                    at,
                    "The element " + shown(name) + " is not known here; sso contains globalInfo and nothing else.");
            return;
        }
        globalInfos++;
        if (globalInfos > 1) {
            add(Rule.ONE_GLOBAL_INFO, at, "This is the second globalInfo; an update file has exactly one.");
        } else {
            globalInfoLine = at.getLineNumber();
            globalInfoColumn = at.getColumnNumber();
        }
    }

    private void value(String name, Location at) {
        valueName = name;
        valueLine = at.getLineNumber();
        valueColumn = at.getColumnNumber();
        plain = true;
        text.setLength(0);
        if (!inGlobalInfo) {
            return;
        }
        if (!ALLOWED.contains(name)) {
            add(
                    Rule.ALLOWED_ELEMENTS,
                    at,
                    "The element " + shown(name) + " is not known here; globalInfo may contain "
                            + String.join(", ", ALLOWED) + ".");
        } else if (values.containsKey(name)) {
            add(Rule.NO_DUPLICATE, at, "The element " + shown(name) + " occurs a second time.");
        }
    }

    private void end() {
        if (depth == IN_VALUE && valueName != null) {
            if (inGlobalInfo) {
                values.putIfAbsent(valueName, new Value(text.toString(), valueLine, valueColumn, plain));
            }
            valueName = null;
        }
        depth--;
    }

    private void characters(String characters, Location at) {
        boolean between = depth == IN_SSO || (depth == IN_GLOBAL_INFO && inGlobalInfo);
        if (depth == IN_VALUE) {
            text.append(characters);
        } else if (between && !characters.isBlank()) {
            String blanks = characters.substring(
                    0, characters.length() - characters.stripLeading().length());
            int line = at.getLineNumber()
                    + (int) blanks.chars().filter(c -> c == '\n').count();
            int column = blanks.indexOf('\n') < 0
                    ? at.getColumnNumber() + blanks.length()
                    : blanks.length() - blanks.lastIndexOf('\n');
            add(Rule.NO_TEXT_BETWEEN, line, column, "There is text between the elements; only values are text.");
        }
    }

    void checkShape() {
        boolean stoppedEarly = violations.stream()
                .anyMatch(violation -> violation.rule() == Rule.WELL_FORMED || violation.rule() == Rule.NO_DTD);
        if (!stoppedEarly && globalInfos == 0) {
            add(Rule.ONE_GLOBAL_INFO, 1, 1, "There is no globalInfo; an update file has exactly one.");
        }
    }

    private void notWellFormed(XMLStreamException e) {
        Location at = e.getLocation();
        String message = e.getMessage() == null ? "" : e.getMessage();
        int end = message.indexOf("\n at [");
        String reason = end < 0 ? message : message.substring(0, end);
        add(
                Rule.WELL_FORMED,
                at == null ? 1 : Math.max(1, at.getLineNumber()),
                at == null ? 1 : Math.max(1, at.getColumnNumber()),
                "From here on the file is not well-formed XML: " + shown(reason));
    }

    /** What stands in the file may have lines, and be as long as the file; a sentence is not. */
    private static String shown(String quoted) {
        return Excerpt.of(quoted.replaceAll("[\\p{Cc}\\s]+", " ").strip(), LONGEST_QUOTATION);
    }

    private void add(Rule rule, Location at, String sentence) {
        add(rule, at.getLineNumber(), at.getColumnNumber(), sentence);
    }

    private void add(Rule rule, int line, int column, String sentence) {
        violations.add(new Violation(rule, line, column, sentence));
    }
}
