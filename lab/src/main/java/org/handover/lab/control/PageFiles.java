package org.handover.lab.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** The files of the lab's own pages. There is nothing in them that only some may see. */
final class PageFiles {

    record File(String type, byte[] content) {}

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    private static final Pattern SNAP_IN = Pattern.compile("/servers/[^/]+/[^/]+/snap-in");

    private final Map<String, File> files = Map.of(
            "/", load("lab.html"),
            "/lab.css", load("lab.css"),
            "/lab.js", load("lab.js"),
            "/connection.js", load("connection.js"),
            "/snap-in.html", load("snap-in.html"),
            "/snap-in.css", load("snap-in.css"),
            "/snap-in.js", load("snap-in.js"),
            "/lab.svg", load("lab.svg"),
            "/favicon.ico", load("lab.svg"));

    Optional<File> at(String path) {
        return Optional.ofNullable(files.get(SNAP_IN.matcher(path).matches() ? "/snap-in.html" : path));
    }

    private static File load(String name) {
        try (InputStream stream =
                Objects.requireNonNull(PageFiles.class.getResourceAsStream("/org/handover/lab/page/" + name), name)) {
            String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
            return new File(type, stream.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
