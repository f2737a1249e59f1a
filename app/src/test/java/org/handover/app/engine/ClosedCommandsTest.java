package org.handover.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ClosedCommandsTest {

    @Test
    void everyCommandThatIsNamedIsOneOfTheEngines() {
        Set<String> commands = new ClassFileImporter()
                        .withImportOption(location -> location.contains("Cmd.class"))
                        .importPackages("org.camunda.bpm.engine.impl")
                        .stream()
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet());

        assertThat(commands).containsAll(ClosedCommands.TO_EVERYBODY).containsAll(ClosedCommands.OPEN_TO_PEOPLE);
        assertThat(ClosedCommands.TO_EVERYBODY).doesNotContainAnyElementsOf(ClosedCommands.OPEN_TO_PEOPLE);
    }
}
