package org.handover.app.lab;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what stands on the board's pages. */
final class BoardPages {

    private static final Pattern RUN = Pattern.compile("class=\"id\" href=\"/board/failovers/(FO-\\d+)\"");
    private static final Pattern OLDER = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"");

    private BoardPages() {}

    /** Those of the list, without what runs on the systems above it. */
    static List<String> runsIn(String page) {
        return RUN.matcher(page.substring(page.indexOf("id=\"runs\"")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** The address of the page with older runs. */
    static Optional<String> older(String page) {
        Matcher older = OLDER.matcher(page);
        return older.find() ? Optional.of(address(older.group(1))) : Optional.empty();
    }

    /** As it stands in an attribute, without its escapes. */
    static String address(String attribute) {
        return attribute.replace("&amp;", "&");
    }
}
