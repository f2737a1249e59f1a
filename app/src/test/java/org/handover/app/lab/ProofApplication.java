package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handover.console.RemoteConsole;
import org.handover.sso.WindowsPath;

/** Makes the application for the proof of encryption and writes its first value, word for word as docs/operations.md says. */
final class ProofApplication {
    private static final Path DOCUMENTED = Path.of("..", "docs", "operations.md");
    private static final String TOOLS = "cd /d \"C:\\Program Files\\Common Files\\Enterprise Single Sign-On\" && ";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final RemoteConsole console;

    ProofApplication(RemoteConsole console) {
        this.console = console;
    }

    void make() throws Exception {
        console.write(
                WindowsPath.of("C:\\Program Files\\Common Files\\Enterprise Single Sign-On\\HandoverProof.xml"),
                block("xml").getBytes(StandardCharsets.UTF_8));
        assertThat(console.type(TOOLS + "ssomanage -createapps HandoverProof.xml", LIMIT)
                        .output())
                .contains("The operation completed successfully.");
        assertThat(console.type(TOOLS + "ssomanage -displayapp HandoverProof", LIMIT)
                        .output())
                .contains("HandoverProof");
        String encoded = Base64.getEncoder().encodeToString(block("powershell").getBytes(StandardCharsets.UTF_16LE));
        assertThat(console.type("powershell -NoProfile -NonInteractive -EncodedCommand " + encoded, LIMIT)
                        .output()
                        .strip())
                .isEqualTo("written");
    }

    private static String block(String language) throws Exception {
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```").matcher(Files.readString(DOCUMENTED));
        assertThat(block.find()).as(language).isTrue();
        return block.group(1);
    }
}
