package org.handover.app.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** The processes' pictures with the path that a run took. They hold no script. */
@Component
final class Pictures {

    /** @param passed the ids of the elements that were passed, by process */
    Map<String, byte[]> withPath(Map<String, ? extends Iterable<String>> passed) {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        passed.forEach((process, elements) -> {
            ClassPathResource picture = new ClassPathResource("workflows/%s.svg".formatted(process));
            if (picture.exists()) {
                pictures.put("pictures/%s.svg".formatted(process), marked(picture, elements));
            }
        });
        return pictures;
    }

    private static byte[] marked(ClassPathResource picture, Iterable<String> elements) {
        StringBuilder style = new StringBuilder("<style>\n");
        elements.forEach(
                element -> style.append("[data-element-id=\"")
                        .append(element.replaceAll("[^A-Za-z0-9_.-]", ""))
                        .append(
                                "\"]>.djs-visual>:first-child{stroke:#0b6bcb!important;stroke-width:4px!important;fill:#dcecfb!important}\n"));
        style.append("</style>\n");
        try {
            String svg = picture.getContentAsString(StandardCharsets.UTF_8);
            int afterTitle = svg.indexOf("</title>") + "</title>".length();
            return (svg.substring(0, afterTitle) + "\n" + style + svg.substring(afterTitle))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
