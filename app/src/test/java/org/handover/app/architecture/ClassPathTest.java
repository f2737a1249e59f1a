package org.handover.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What rules about classes cannot see: that the lab is not even there to be used. */
final class ClassPathTest {

    @Test
    void nothingOfTheLabIsOnTheApplicationsClassPath() throws IOException {
        List<URL> lab = Collections.list(getClass().getClassLoader().getResources("org/handover/lab"));

        assertThat(lab)
                .as(
                        "the lab is started as a process of its own and known by address; killing the application must not kill it")
                .isEmpty();
        assertThat(System.getProperty("java.class.path").split(File.pathSeparator))
                .noneMatch(entry -> entry.contains("handover-lab"));
    }
}
