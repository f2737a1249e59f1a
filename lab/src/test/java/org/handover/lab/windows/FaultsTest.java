package org.handover.lab.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.handover.lab.windows.Faults.Effect;
import org.handover.lab.windows.Faults.Fault;
import org.handover.lab.windows.Faults.Switched;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {
    private static final Fault LATE = new Fault(
            "service-late",
            "It starts late.",
            "docs/entsso.md 10.2",
            Map.of("seconds", "how long, default 30", "service", "which one, default ENTSSO"));

    @TempDir
    Path folder;

    private final List<String> happened = new ArrayList<>();
    private Faults faults;

    private final Effect recording = new Effect() {
        @Override
        public void on(Map<String, String> settings) {
            if (settings.getOrDefault("seconds", "").startsWith("-")) {
                throw new IllegalArgumentException("It cannot start before it is asked.");
            }
            happened.add("on " + settings.get("seconds"));
        }

        @Override
        public void off() {
            happened.add("off");
        }
    };

    @BeforeEach
    void declare() {
        faults = new Faults(folder.resolve("faults.json"));
        faults.declare(LATE, recording);
    }

    @Test
    void aFaultActsAtOnceWithItsDefaultsAndEndsWhenItIsSwitchedOff() {
        faults.switchOn("service-late", Map.of());
        assertThat(faults.isOn("service-late")).isTrue();
        assertThat(faults.settings("service-late")).contains(Map.of("seconds", "30", "service", "ENTSSO"));
        faults.switchOff("service-late");
        faults.switchOff("service-late");
        assertThat(faults.isOn("service-late")).isFalse();
        assertThat(faults.settings("service-late")).isEmpty();
        assertThat(happened).containsExactly("on 30", "off");
    }

    @Test
    void whatCannotBeSwitchedOnIsRefusedWithASentenceAndStaysOff() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faults.switchOn("nosuch", Map.of()))
                .withMessage("There is no fault nosuch.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faults.switchOn("service-late", Map.of("minutes", "1")))
                .withMessageContaining("has no setting minutes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faults.switchOn("service-late", Map.of("seconds", "soon")))
                .withMessageContaining("has to be a number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faults.switchOn("service-late", Map.of("seconds", "-1")))
                .withMessage("It cannot start before it is asked.");
        assertThatIllegalArgumentException().isThrownBy(() -> faults.switchOnAtCommand("service-late", Map.of(), 0));
        assertThat(faults.switched()).isEmpty();
        assertThat(happened).isEmpty();
    }

    @Test
    void aFaultWaitsForTheCommandThatItWasSetTo() {
        faults.switchOnAtCommand("service-late", Map.of("seconds", "5"), 3);
        assertThat(faults.isOn("service-late")).isFalse();
        faults.commandTyped();
        faults.commandTyped();
        assertThat(faults.switched()).extracting(Switched::atCommand).containsExactly(1L);
        assertThat(happened).isEmpty();
        faults.commandTyped();
        assertThat(faults.isOn("service-late")).isTrue();
        faults.commandTyped();
        assertThat(happened).containsExactly("on 5");
    }

    @Test
    void aFaultThatStillWaitsIsTakenBackWithoutHavingActed() {
        faults.switchOnAtCommand("service-late", Map.of(), 1);
        faults.switchAllOff();
        faults.commandTyped();
        assertThat(happened).isEmpty();
    }

    @Test
    void whatIsOnAndWhatWaitsIsKeptOverARestartOfTheLab() {
        faults.declare(new Fault("other", "Another one.", "docs/entsso.md 10.1", Map.of()));
        faults.switchOn("service-late", Map.of("seconds", "7"));
        faults.switchOnAtCommand("other", Map.of(), 2);

        Faults again = new Faults(folder.resolve("faults.json"));
        assertThat(again.isOn("service-late")).isFalse();
        again.declare(LATE, recording);
        again.declare(new Fault("other", "Another one.", "docs/entsso.md 10.1", Map.of()));

        assertThat(happened).containsExactly("on 7", "on 7");
        again.commandTyped();
        assertThat(again.isOn("other")).isFalse();
        again.commandTyped();
        assertThat(again.isOn("other")).isTrue();
    }

    @Test
    void otherSettingsReachAFaultThatIsOn() {
        faults.switchOn("service-late", Map.of("seconds", "1"));
        faults.switchOn("service-late", Map.of("seconds", "2"));
        assertThat(happened).containsExactly("on 1", "on 2");
        assertThatIllegalArgumentException().isThrownBy(() -> faults.switchOn("service-late", Map.of("seconds", "-3")));
        assertThat(faults.settings("service-late").orElseThrow()).containsEntry("seconds", "2");
    }
}
