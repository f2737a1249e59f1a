package org.handover.lab.entsso;

import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The XML that {@code ssomanage -updatedb} reads: only the elements that it contains are changed (docs/entsso.md 4.1 to 4.3).
 * Whether the real tool accepts unknown elements is not documented; this one rejects them, and a DTD.
 */
record UpdateFile(Map<String, String> elements) {

    private static final Set<String> NAMES = Set.of(
            "ssoAdminAccount",
            "ssoAffiliateAdminAccount",
            "secretServer",
            "auditDeletedApps",
            "auditDeletedMappings",
            "auditCredentialLookups",
            "ticketTimeout",
            "credCacheTimeout");
    private static final int MOST_BYTES = 1 << 20;

    static UpdateFile naming(String secretServer) {
        return new UpdateFile(Map.of("secretServer", secretServer));
    }

    Optional<String> secretServer() {
        return Optional.ofNullable(elements.get("secretServer"));
    }

    Optional<String> adminAccount() {
        return Optional.ofNullable(elements.get("ssoAdminAccount"));
    }

    Optional<String> affiliateAdminAccount() {
        return Optional.ofNullable(elements.get("ssoAffiliateAdminAccount"));
    }

    Optional<Integer> auditDeletedApplications() {
        return number("auditDeletedApps");
    }

    Optional<Integer> auditDeletedMappings() {
        return number("auditDeletedMappings");
    }

    Optional<Integer> auditExternalLookups() {
        return number("auditCredentialLookups");
    }

    Optional<Integer> ticketTimeoutMinutes() {
        return number("ticketTimeout");
    }

    Optional<Integer> credentialCacheMinutes() {
        return number("credCacheTimeout");
    }

    boolean namesAccounts() {
        return adminAccount().isPresent() || affiliateAdminAccount().isPresent();
    }

    boolean namesOnlyTheSecretServer() {
        return elements.keySet().equals(Set.of("secretServer"));
    }

    private Optional<Integer> number(String name) {
        return Optional.ofNullable(elements.get(name)).map(Integer::valueOf);
    }

    /** @throws MalformedException saying what is wrong and where */
    static UpdateFile parse(byte[] bytes) throws MalformedException {
        return parse(bytes, EntssoSettings.UnknownElements.REFUSE);
    }

    static UpdateFile parse(byte[] bytes, EntssoSettings.UnknownElements unknown) throws MalformedException {
        if (bytes.length > MOST_BYTES) {
            throw new MalformedException("the file is larger than 1 MB");
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
            expect(reader, "sso");
            expect(reader, "globalInfo");
            Map<String, String> elements = new LinkedHashMap<>();
            while (nextTag(reader) == XMLStreamConstants.START_ELEMENT) {
                String name = nameOf(reader);
                if (!NAMES.contains(name)) {
                    if (unknown == EntssoSettings.UnknownElements.IGNORE) {
                        skip(reader);
                        continue;
                    }
                    throw malformed("the element <" + name + "> is not known here", reader);
                }
                if (elements.putIfAbsent(name, reader.getElementText().trim()) != null) {
                    throw malformed("the element <" + name + "> stands there twice", reader);
                }
            }
            if (nextTag(reader) != XMLStreamConstants.END_ELEMENT) {
                throw malformed("there may be only one <globalInfo>", reader);
            }
            while (reader.hasNext()) {
                reader.next();
            }
            checkValues(elements);
            return new UpdateFile(elements);
        } catch (XMLStreamException notWellFormed) {
            throw new MalformedException("it is not well-formed" + at(notWellFormed.getLocation()));
        }
    }

    private static void checkValues(Map<String, String> elements) throws MalformedException {
        for (Map.Entry<String, String> element : elements.entrySet()) {
            boolean numeric =
                    !element.getKey().endsWith("Account") && !element.getKey().equals("secretServer");
            if (numeric && !element.getValue().matches("[0-9]{1,9}")) {
                throw new MalformedException("the value of <" + element.getKey() + "> is not a number");
            }
            int most = element.getKey().equals("secretServer") ? 256 : 1024;
            if (!numeric && (element.getValue().isEmpty() || element.getValue().length() > most)) {
                throw new MalformedException(
                        "the value of <" + element.getKey() + "> has to have 1 to " + most + " characters");
            }
        }
    }

    private static void skip(XMLStreamReader reader) throws XMLStreamException {
        int depth = 1;
        while (depth > 0) {
            int event = reader.next();
            depth += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }

    private static void expect(XMLStreamReader reader, String name) throws XMLStreamException, MalformedException {
        if (nextTag(reader) != XMLStreamConstants.START_ELEMENT
                || !nameOf(reader).equals(name)) {
            throw malformed("<" + name + "> is expected", reader);
        }
    }

    private static int nextTag(XMLStreamReader reader) throws XMLStreamException, MalformedException {
        int event = reader.next();
        while (event == XMLStreamConstants.COMMENT
                || event == XMLStreamConstants.PROCESSING_INSTRUCTION
                || event == XMLStreamConstants.SPACE
                || (event == XMLStreamConstants.CHARACTERS && reader.isWhiteSpace())) {
            event = reader.next();
        }
        if (event == XMLStreamConstants.DTD) {
            throw malformed("a document type is not allowed", reader);
        }
        if (event == XMLStreamConstants.CHARACTERS) {
            throw malformed("text stands where only elements may", reader);
        }
        return event;
    }

    private static String nameOf(XMLStreamReader reader) throws MalformedException {
        String namespace = reader.getNamespaceURI();
        if (namespace != null && !namespace.isEmpty()) {
            throw malformed("a namespace is not allowed", reader);
        }
        return reader.getLocalName();
    }

    private static MalformedException malformed(String what, XMLStreamReader reader) {
        return new MalformedException(what + at(reader.getLocation()));
    }

    private static String at(javax.xml.stream.Location location) {
        return " (line " + location.getLineNumber() + ", column " + location.getColumnNumber() + ")";
    }

    /** The file cannot be used; the message is a part of a sentence and says where. */
    static final class MalformedException extends Exception {
        MalformedException(String message) {
            super(message);
        }
    }
}
