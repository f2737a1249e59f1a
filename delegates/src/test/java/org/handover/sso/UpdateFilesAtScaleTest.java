package org.handover.sso;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.handover.fuzz.Canary;
import org.handover.fuzz.Fuzzed;
import org.handover.fuzz.InTime;
import org.handover.fuzz.Mangled;
import org.handover.fuzz.Mutation;
import org.handover.fuzz.TextMutations;
import org.handover.printed.XmlMutations;

/** Whatever stands in a file, the validator takes it or says what is wrong with it, in time, and opens nothing. */
class UpdateFilesAtScaleTest {
    private static final SsoServerName SSO01 = SsoServerName.of("SSO01");
    private static final SsoServerName SSO02 = SsoServerName.of("SSO02");
    private static final Set<SsoServerName> CONTOSO = Set.of(SSO01, SSO02, SsoServerName.of("sso03.contoso.example"));
    private static final List<UpdateFileContext> CONTEXTS = List.of(
            new UpdateFileContext(SSO02, SSO01, CONTOSO, false),
            new UpdateFileContext(SSO01, SSO01, CONTOSO, false),
            new UpdateFileContext(SSO01, SSO01, CONTOSO, true));
    private static final int LONGEST_SENTENCE = 400;

    private static final Canary CANARY = new Canary();
    private static final List<Mutation> MUTATIONS = new ArrayList<>();
    private static final List<String> FILES = new ArrayList<>();

    /** The files are read as Latin-1, so that every byte of them survives. */
    @BeforeContainer
    static void readFiles() throws IOException, URISyntaxException {
        for (String folder : List.of("valid", "refused", "valid")) {
            Path path =
                    Path.of(Objects.requireNonNull(UpdateFilesAtScaleTest.class.getResource("/update-files/" + folder))
                            .toURI());
            try (Stream<Path> files = Files.list(path).sorted()) {
                for (Path file : files.toList()) {
                    FILES.add(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        MUTATIONS.addAll(XmlMutations.reachingFor(CANARY.address()));
        MUTATIONS.addAll(TextMutations.with(FILES));
    }

    @AfterContainer
    static void nothingWasOpened() {
        CANARY.close();
    }

    @Provide
    Arbitrary<Mangled> files() {
        return Mangled.anyOf(FILES, MUTATIONS);
    }

    @Fuzzed
    void a_file_is_taken_or_refused_in_words(@ForAll("files") Mangled file) throws Exception {
        UpdateFileContext context = TextMutations.one(CONTEXTS, file.chance());
        byte[] bytes = file.text()
                .getBytes(file.chance().nextInt(8) == 0 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);

        UpdateFileVerdict verdict = InTime.call(() -> UpdateFile.validate(bytes, context));

        if (verdict instanceof UpdateFileVerdict.Refused refused) {
            assertThat(refused.violations()).allSatisfy(violation -> {
                assertThat(violation.line()).isPositive();
                assertThat(violation.column()).isPositive();
                assertThat(violation.sentence()).isNotBlank().hasSizeLessThan(LONGEST_SENTENCE);
                assertThat(violation.sentence().chars().noneMatch(Character::isISOControl))
                        .as("no control character in %s", violation)
                        .isTrue();
            });
        } else {
            assertThat(CONTOSO).contains(((UpdateFileVerdict.Valid) verdict).secretServer());
        }
    }
}
