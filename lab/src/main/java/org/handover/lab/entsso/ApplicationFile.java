package org.handover.lab.entsso;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.handover.lab.entsso.UpdateFile.MalformedException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The XML files of {@code -createapps}, {@code -updateapps}, {@code -createmappings} and {@code -deletemappings}
 * (docs/entsso.md 3.2). The root is {@code <sso>} in some samples and {@code <SSO>} in others; names are read in any case.
 */
final class ApplicationFile {

    private static final Set<String> ACCOUNTS =
            Set.of("appuseraccount", "usergroup", "appadminaccount", "appadmingroup");
    private static final Set<String> FLAGS = Set.of(
            "groupapp",
            "configstoreapp",
            "hostinitiatedapp",
            "hostgroupapp",
            "allowtickets",
            "validatetickets",
            "timeouttickets",
            "allowlocalaccounts",
            "adminaccountsame",
            "enableapp");

    private ApplicationFile() {}

    /** One {@code <application>}; what a file does not say is absent. */
    record Wanted(
            String name,
            Map<String, String> texts,
            Map<String, Boolean> flags,
            List<AffiliateApplication.Field> fields) {

        String text(String name) {
            return texts.getOrDefault(name, "");
        }

        Optional<String> account(String... names) {
            for (String each : names) {
                if (texts.containsKey(each)) {
                    return Optional.of(texts.get(each));
                }
            }
            return Optional.empty();
        }

        Optional<String> userAccount() {
            return account("appuseraccount", "usergroup");
        }

        Optional<String> adminAccount() {
            return account("appadminaccount", "appadmingroup");
        }

        boolean flag(String name, boolean otherwise) {
            return flags.getOrDefault(name, otherwise);
        }
    }

    /** One {@code <mapping>}. */
    record WantedMapping(String windowsAccount, String application, String externalAccount) {}

    static List<Wanted> applications(byte[] bytes) throws MalformedException {
        List<Wanted> found = new ArrayList<>();
        for (Element element : children(root(bytes))) {
            if (!named(element, "application")) {
                throw unknown(element);
            }
            found.add(application(element));
        }
        if (found.isEmpty()) {
            throw new MalformedException("it names no application");
        }
        return found;
    }

    static List<WantedMapping> mappings(byte[] bytes) throws MalformedException {
        List<WantedMapping> found = new ArrayList<>();
        for (Element element : children(root(bytes))) {
            if (!named(element, "mapping")) {
                throw unknown(element);
            }
            Map<String, String> texts = new TreeMap<>();
            for (Element child : children(element)) {
                texts.put(folded(child.getTagName()), child.getTextContent().trim());
            }
            String domain = required(texts, "windowsDomain");
            found.add(new WantedMapping(
                    domain + "\\" + required(texts, "windowsUserId"),
                    required(texts, "externalApplication"),
                    texts.getOrDefault("externaluserid", "")));
        }
        if (found.isEmpty()) {
            throw new MalformedException("it names no mapping");
        }
        return found;
    }

    private static Wanted application(Element element) throws MalformedException {
        Map<String, String> texts = new TreeMap<>();
        Map<String, Boolean> flags = new TreeMap<>();
        List<AffiliateApplication.Field> fields = new ArrayList<>();
        for (Element child : children(element)) {
            String name = folded(child.getTagName());
            switch (name) {
                case "field" -> fields.add(field(child));
                case "flags" -> flags.putAll(flags(child));
                default -> {
                    if (!ACCOUNTS.contains(name) && !name.equals("description") && !name.equals("contact")) {
                        throw unknown(child);
                    }
                    texts.put(name, child.getTextContent().trim());
                }
            }
        }
        String name = attribute(element, "name");
        if (name == null || name.isBlank()) {
            throw new MalformedException("an application has no name");
        }
        return new Wanted(name.trim(), texts, flags, fields);
    }

    private static AffiliateApplication.Field field(Element element) throws MalformedException {
        String ordinal = attribute(element, "ordinal");
        String label = attribute(element, "label");
        String masked = attribute(element, "masked");
        if (ordinal == null || !ordinal.matches("[0-9]{1,3}") || label == null || label.isBlank()) {
            throw new MalformedException("a field needs an ordinal and a label");
        }
        return new AffiliateApplication.Field(
                Integer.parseInt(ordinal), label, masked != null && yes("masked", masked));
    }

    private static Map<String, Boolean> flags(Element element) throws MalformedException {
        Map<String, Boolean> flags = new TreeMap<>();
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            Node attribute = attributes.item(i);
            String name = folded(attribute.getNodeName());
            if (!FLAGS.contains(name)) {
                throw new MalformedException("the flag " + attribute.getNodeName() + " is not known here");
            }
            flags.put(name, yes(attribute.getNodeName(), attribute.getNodeValue()));
        }
        return flags;
    }

    private static boolean yes(String name, String value) throws MalformedException {
        return switch (folded(value.trim())) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new MalformedException("the value of " + name + " has to be yes or no");
        };
    }

    private static Element root(byte[] bytes) throws MalformedException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            Element root = builder.parse(new ByteArrayInputStream(bytes)).getDocumentElement();
            if (!named(root, "sso")) {
                throw new MalformedException("<sso> is expected");
            }
            return root;
        } catch (SAXParseException notWellFormed) {
            throw new MalformedException("it is not well-formed (line " + notWellFormed.getLineNumber() + ", column "
                    + notWellFormed.getColumnNumber() + ")");
        } catch (SAXException | IOException | ParserConfigurationException unreadable) {
            throw new MalformedException("it cannot be read");
        }
    }

    private static List<Element> children(Element parent) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    private static @Nullable String attribute(Element element, String name) {
        NamedNodeMap attributes = element.getAttributes();
        for (int i = 0; i < attributes.getLength(); i++) {
            if (folded(attributes.item(i).getNodeName()).equals(name)) {
                return attributes.item(i).getNodeValue();
            }
        }
        return null;
    }

    private static String required(Map<String, String> texts, String name) throws MalformedException {
        String value = texts.getOrDefault(folded(name), "");
        if (value.isEmpty()) {
            throw new MalformedException("a mapping has no <" + name + ">");
        }
        return value;
    }

    private static boolean named(Element element, String name) {
        return folded(element.getTagName()).equals(name);
    }

    private static MalformedException unknown(Element element) {
        return new MalformedException("the element <" + element.getTagName() + "> is not known here");
    }

    private static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
