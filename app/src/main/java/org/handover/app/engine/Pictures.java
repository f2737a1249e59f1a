package org.handover.app.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** The processes' pictures with the path that a run took. They hold no script, and are dark where the viewer's screen is. */
@Component
public final class Pictures {

    /** Where captions stand below a task of the usual size. */
    private static final int MIDDLE_OF_A_TASK = 50;

    private static final int BELOW_A_TASK = 93;

    private static final String LOOK =
            """
            <style>
            .caption{font:10px Arial,sans-serif;text-anchor:middle;fill:#0b4a8f;stroke:#fff;stroke-width:3px;paint-order:stroke}
            @media(prefers-color-scheme:dark){svg{filter:invert(.92) hue-rotate(180deg)}}
            @media print{svg{filter:none}}
            %s</style>
            """;

    private static final String PASSED = "stroke:#0b6bcb!important;stroke-width:4px!important;fill:#dcecfb!important";
    private static final String STANDING = "stroke:#b45309!important;stroke-width:5px!important;fill:#ffe8c2!important";

    private static final String HEAT = "fill:color-mix(in srgb,#ffa94d %d%%,#fff)!important";

    /**
     * What is marked in a picture, by the ids of its elements.
     *
     * @param standing where the run stands now
     * @param captions what is written below a task
     */
    public record Marks(Collection<String> passed, Set<String> standing, Map<String, String> captions) {

        public static Marks ofPath(Collection<String> passed) {
            return new Marks(passed, Set.of(), Map.of());
        }
    }

    /** @param passed the ids of the elements that were passed, by process */
    public Map<String, byte[]> withPath(Map<String, ? extends Collection<String>> passed) {
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        passed.forEach((process, elements) -> of(process, Marks.ofPath(elements))
                .ifPresent(picture -> pictures.put("pictures/%s.svg".formatted(process), picture)));
        return pictures;
    }

    /** @return empty where that process has no picture */
    public Optional<byte[]> of(String process, Marks marks) {
        return drawn(process, rules(marks.passed(), PASSED) + rules(marks.standing(), STANDING), marks.captions());
    }

    /**
     * The picture with what many runs came to, the more the hotter.
     *
     * @param runs how many came to each element
     * @return empty where that process has no picture
     */
    public Optional<byte[]> heat(String process, Map<String, Integer> runs) {
        int most = runs.values().stream().mapToInt(Integer::intValue).max().orElse(1);
        StringBuilder rules = new StringBuilder();
        Map<String, String> captions = new LinkedHashMap<>();
        runs.forEach((element, count) -> {
            rules.append(rules(Set.of(element), HEAT.formatted((100 * count + most - 1) / most)));
            captions.put(element, count == 1 ? "1 run" : count + " runs");
        });
        return drawn(process, rules.toString(), captions);
    }

    private static Optional<byte[]> drawn(String process, String rules, Map<String, String> captions) {
        ClassPathResource picture = new ClassPathResource("workflows/%s.svg".formatted(plain(process)));
        if (!picture.exists()) {
            return Optional.empty();
        }
        try {
            String svg = picture.getContentAsString(StandardCharsets.UTF_8);
            int afterTitle = svg.indexOf("</title>") + "</title>".length();
            String marked = svg.substring(0, afterTitle) + "\n" + LOOK.formatted(rules) + svg.substring(afterTitle);
            for (Map.Entry<String, String> caption : captions.entrySet()) {
                marked = captioned(marked, plain(caption.getKey()), caption.getValue());
            }
            return Optional.of(marked.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String rules(Collection<String> elements, String look) {
        return elements.stream()
                .map(element ->
                        "[data-element-id=\"%s\"]>.djs-visual>:first-child{%s}\n".formatted(plain(element), look))
                .collect(Collectors.joining());
    }

    /** @param words plain ones, such as {@code 12 s} */
    private static String captioned(String svg, String element, String words) {
        String caption = "<text class=\"caption\" x=\"%d\" y=\"%d\">%s</text>"
                .formatted(MIDDLE_OF_A_TASK, BELOW_A_TASK, words.replaceAll("[<>&]", ""));
        return Pattern.compile("<g class=\"djs-element djs-shape\" data-element-id=\"%s\"[^>]*>".formatted(element))
                .matcher(svg)
                .replaceFirst(found -> Matcher.quoteReplacement(found.group() + caption));
    }

    private static String plain(String id) {
        return id.replaceAll("[^A-Za-z0-9_.-]", "");
    }
}
