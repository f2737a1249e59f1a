package org.handover.printed;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.fuzz.Mutation;
import org.handover.fuzz.TextMutations;

/** What somebody who wants more than an update file puts into one. */
public final class XmlMutations {
    private static final int DEEPEST = 20_000;
    private static final Pattern TAG = Pattern.compile("</?([A-Za-z:_][^\\s/<>]*+)[^<>]*+>");
    private static final Pattern ELEMENT = Pattern.compile("<([A-Za-z]+)>[^<]*</\\1>");
    private static final Pattern DECLARATION = Pattern.compile("<\\?xml[^>]*\\?>");

    private static final List<String> NAMES = List.of(
            "sso",
            "globalInfo",
            "secretServer",
            "ticketTimeout",
            "auditDeletedApps",
            "ssoAdminAccount",
            "credCacheTimeout",
            "SSO",
            "x",
            "xml",
            "xmlns",
            "a:b",
            "\u00E4",
            "_",
            "Event",
            "System",
            "EventData",
            "Data",
            "RenderingInfo");

    private static final List<String> PIECES = List.of(
            "<!-- x -->",
            "<!--",
            "--",
            "<![CDATA[x]]>",
            "<![CDATA[",
            "]]>",
            "<?x y?>",
            "<?xml version='1.0'?>",
            "<?",
            "?>",
            "&amp;",
            "&lt;",
            "&#0;",
            "&#x1F;",
            "&#xD800;",
            "&#x110000;",
            "&#99999999999;",
            "&#x;",
            "&#65;",
            "&x;",
            "&",
            "<",
            ">",
            "</",
            "/>",
            "<x/>",
            "<x",
            "</x>",
            "</sso>",
            "xmlns='u'",
            " xmlns:a='http://www.w3.org/2000/xmlns/'",
            " a='1'",
            " a='1' a='2'",
            " a",
            " xml:space='preserve'",
            "=",
            "\"",
            "'");

    private static final List<String> ENCODINGS = List.of(
            "UTF-8",
            "utf-8",
            "UTF-16",
            "UTF-16LE",
            "ISO-8859-1",
            "IBM037",
            "UTF-7",
            "x-none",
            "",
            "\u00E4",
            "US-ASCII",
            "UTF-32");

    private XmlMutations() {}

    /** @param address what must never be opened */
    public static List<Mutation> reachingFor(String address) {
        List<Mutation> all = new ArrayList<>();
        for (int often = 0; often < 3; often++) {
            all.addAll(List.of(
                    XmlMutations::insertPiece,
                    XmlMutations::renameTag,
                    XmlMutations::repeatElement,
                    XmlMutations::wrapElement,
                    XmlMutations::addAttribute,
                    XmlMutations::dropTag,
                    (text, chance) -> declareDocumentType(text, address, chance),
                    (text, chance) -> include(text, address, chance)));
        }
        all.add(XmlMutations::declareEncoding);
        all.add(XmlMutations::nest);
        all.add(XmlMutations::flood);
        return List.copyOf(all);
    }

    /** The beginning of a tag, or any place where there is none. */
    private static int atTag(StringBuilder text, SplittableRandom chance) {
        int at = text.indexOf("<", TextMutations.place(text, chance));
        return at < 0 ? TextMutations.place(text, chance) : at;
    }

    private static void insertPiece(StringBuilder text, SplittableRandom chance) {
        int at = chance.nextBoolean() ? atTag(text, chance) : TextMutations.place(text, chance);
        text.insert(at, TextMutations.one(PIECES, chance));
    }

    private static void renameTag(StringBuilder text, SplittableRandom chance) {
        Matcher tag = TAG.matcher(text);
        if (tag.find(TextMutations.place(text, chance))) {
            text.replace(tag.start(1), tag.end(1), TextMutations.one(NAMES, chance));
        }
    }

    private static void dropTag(StringBuilder text, SplittableRandom chance) {
        Matcher tag = TAG.matcher(text);
        if (tag.find(TextMutations.place(text, chance))) {
            text.delete(tag.start(), tag.end());
        }
    }

    private static void repeatElement(StringBuilder text, SplittableRandom chance) {
        Matcher element = ELEMENT.matcher(text);
        if (element.find(TextMutations.place(text, chance)) || element.find(0)) {
            text.insert(element.end(), element.group().repeat(1 + chance.nextInt(60)));
        }
    }

    private static void wrapElement(StringBuilder text, SplittableRandom chance) {
        Matcher element = ELEMENT.matcher(text);
        if (element.find(TextMutations.place(text, chance)) || element.find(0)) {
            String name = TextMutations.one(NAMES, chance);
            text.insert(element.end(), "</" + name + ">").insert(element.start(), "<" + name + ">");
        }
    }

    private static void addAttribute(StringBuilder text, SplittableRandom chance) {
        Matcher tag = TAG.matcher(text);
        if (tag.find(TextMutations.place(text, chance))) {
            String name = TextMutations.one(NAMES, chance);
            text.insert(tag.end(1), " " + name + "='" + TextMutations.one(PIECES, chance) + "'");
        }
    }

    private static void declareDocumentType(StringBuilder text, String address, SplittableRandom chance) {
        String type =
                switch (chance.nextInt(6)) {
                    case 0 -> "<!DOCTYPE sso SYSTEM '" + address + "'>";
                    case 1 -> "<!DOCTYPE sso PUBLIC 'x' '" + address + "'>";
                    case 2 -> "<!DOCTYPE sso [<!ENTITY x SYSTEM '" + address + "'>]>";
                    case 3 -> "<!DOCTYPE sso [<!ENTITY % x SYSTEM '" + address + "'> %x;]>";
                    case 4 -> "<!DOCTYPE sso [<!ENTITY x 'SSO02'><!ENTITY y '&x;&x;&x;&x;&x;&x;&x;&x;'>]>";
                    default -> "<!DOCTYPE sso [<!NOTATION x SYSTEM '" + address + "'>";
                };
        Matcher declaration = DECLARATION.matcher(text);
        text.insert(declaration.lookingAt() && chance.nextBoolean() ? declaration.end() : 0, type);
        text.insert(atTag(text, chance), chance.nextBoolean() ? "&x;" : "&y;");
    }

    private static void include(StringBuilder text, String address, SplittableRandom chance) {
        String piece =
                switch (chance.nextInt(3)) {
                    case 0 ->
                        "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='" + address + "' parse='text'/>";
                    case 1 -> "<?xml-stylesheet href='" + address + "'?>";
                    default ->
                        "<x xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:noNamespaceSchemaLocation='"
                                + address + "'/>";
                };
        text.insert(atTag(text, chance), piece);
    }

    private static void declareEncoding(StringBuilder text, SplittableRandom chance) {
        String version = chance.nextInt(4) == 0 ? "1.1" : "1.0";
        text.insert(
                0,
                "<?xml version='" + version + "' encoding='" + TextMutations.one(ENCODINGS, chance) + "' standalone='"
                        + (chance.nextBoolean() ? "yes" : "perhaps") + "'?>");
    }

    private static void nest(StringBuilder text, SplittableRandom chance) {
        int depth = Math.min(DEEPEST, TextMutations.many(chance));
        String name = TextMutations.one(NAMES, chance);
        int at = atTag(text, chance);
        text.insert(at, chance.nextBoolean() ? ("</" + name + ">").repeat(depth) : "")
                .insert(at, ("<" + name + ">").repeat(depth));
    }

    private static void flood(StringBuilder text, SplittableRandom chance) {
        int many = Math.min(DEEPEST, TextMutations.many(chance));
        StringBuilder attributes = new StringBuilder("<x");
        for (int i = 0; i < many; i++) {
            attributes.append(" a").append(i).append("=''");
        }
        text.insert(atTag(text, chance), chance.nextBoolean() ? attributes + "/>" : "<" + "n".repeat(many) + "/>");
    }
}
