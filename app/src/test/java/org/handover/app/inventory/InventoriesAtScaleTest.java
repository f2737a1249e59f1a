package org.handover.app.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.handover.fuzz.Fuzzed;
import org.handover.fuzz.InTime;
import org.handover.fuzz.Mangled;
import org.handover.fuzz.Mutation;
import org.handover.fuzz.TextMutations;

/** Whatever stands in an inventory, it is read or refused in words, in time. */
class InventoriesAtScaleTest {
    private static final List<String> PIECES = List.of(
            "null",
            "~",
            "[]",
            "{}",
            "[null]",
            "- ",
            "-\n",
            ": ",
            "&a ",
            "*a",
            "!!int ",
            "!!java.net.URL ",
            "|",
            ">",
            "'",
            "\"",
            "#",
            "---\n",
            "...",
            "? ",
            "<<: *a",
            "0x7fffffff",
            "99999999999",
            "PT15M",
            "P99999999999D",
            "-PT1S",
            "1e9",
            "\t",
            "  ",
            "    ",
            "%YAML 1.1\n",
            "[[[[[[[[[[",
            "{a: {a: {a: ",
            "SSO01",
            "C:\\x.bak",
            "none",
            "allowed",
            "name: ");

    private static final List<String> INVENTORIES = new ArrayList<>();
    private static Path file = Path.of("");

    @BeforeContainer
    static void readExample() throws IOException {
        INVENTORIES.add(Files.readString(Path.of("../inventory.example.yml")));
        INVENTORIES.add(
                """
                estates:
                  - name: production
                    ssoSystems:
                      - name: CONTOSO
                        masterSecretServer: A1
                        approvalValidity: PT15M
                        ssoServers:
                          - name: A1
                            host: 10.0.0.1
                            hostKey: ssh-ed25519 AAAA
                            account: CONTOSO\\handover
                            privateKey: key
                        restoreFiles: []
                """);
        file = Files.createTempFile("inventory", ".yml");
    }

    @AfterContainer
    static void remove() throws IOException {
        Files.delete(file);
    }

    @Provide
    Arbitrary<Mangled> inventories() {
        List<Mutation> kinds = new ArrayList<>(TextMutations.with(INVENTORIES));
        for (int often = 0; often < 20; often++) {
            kinds.add((text, chance) ->
                    text.insert(TextMutations.place(text, chance), TextMutations.one(PIECES, chance)));
            kinds.add(InventoriesAtScaleTest::replaceValue);
        }
        return Mangled.anyOf(INVENTORIES, kinds);
    }

    /** What stands behind a colon or a hyphen, up to the end of the line. */
    private static void replaceValue(StringBuilder text, SplittableRandom chance) {
        int colon = text.indexOf(chance.nextInt(3) == 0 ? "- " : ": ", TextMutations.place(text, chance));
        int end = text.indexOf("\n", Math.max(colon, 0));
        if (colon >= 0 && end > colon) {
            text.replace(colon + 2, end, TextMutations.one(PIECES, chance));
        }
    }

    @Fuzzed
    void an_inventory_is_read_or_refused(@ForAll("inventories") Mangled inventory) throws Exception {
        Files.write(
                file,
                inventory
                        .text()
                        .getBytes(
                                inventory.chance().nextInt(10) == 0
                                        ? StandardCharsets.UTF_16BE
                                        : StandardCharsets.UTF_8));
        InTime.call(() -> {
            try {
                return Estates.of(file);
            } catch (UnusableInventoryException refused) {
                assertThat(refused.getMessage()).isNotBlank();
                return refused;
            }
        });
    }
}
