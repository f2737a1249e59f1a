package org.handover.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where a comment cites a section of docs/entsso.md, that section is there: its heading, or the item of a numbered list. */
class FactsCitedTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern CITED =
            Pattern.compile("docs/entsso\\.md ((?:\\d+(?:\\.\\d+)?(?:, | and | to |; )?)+)(?![\\w/])");
    private static final Pattern SECTION = Pattern.compile("\\d+(?:\\.\\d+)?");

    @Test
    void everySectionThatACommentCitesIsThere() throws IOException {
        String page = Files.readString(REPOSITORY.resolve("docs/entsso.md"));
        List<String> missing = new ArrayList<>();
        int cited = 0;
        for (Path source : sources()) {
            String text = Files.readString(source).replaceAll("\\R\\s*\\*\\s*", " ");
            Matcher citation = CITED.matcher(text);
            while (citation.find()) {
                Matcher section = SECTION.matcher(citation.group(1));
                while (section.find()) {
                    cited++;
                    if (!isThere(page, section.group())) {
                        missing.add("%s cites %s".formatted(source.getFileName(), section.group()));
                    }
                }
            }
        }

        assertThat(cited).isGreaterThan(100);
        assertThat(missing).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String module : List.of("app", "delegates", "lab")) {
            try (Stream<Path> files = Files.walk(REPOSITORY.resolve(module).resolve("src/main"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
            }
        }
        return all;
    }

    private static boolean isThere(String page, String section) {
        if (Pattern.compile("(?m)^##+ " + Pattern.quote(section) + "[. ]")
                .matcher(page)
                .find()) {
            return true;
        }
        String[] item = section.split("\\.", -1);
        Matcher list =
                Pattern.compile("(?ms)^## " + item[0] + "\\. .*?(?=^##|\\z)").matcher(page);
        return item.length == 2
                && list.find()
                && Pattern.compile("(?m)^" + item[1] + "\\. ")
                        .matcher(list.group())
                        .find();
    }
}
