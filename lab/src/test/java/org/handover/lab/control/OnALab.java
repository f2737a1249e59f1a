package org.handover.lab.control;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that has a whole lab for itself, with an {@link SshUser} who may log on to it. */
abstract class OnALab {

    Path home;
    SshUser user;
    Map<String, String> environment;
    Lab lab;
    TestLab at;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        home = folder;
        user = new SshUser();
        environment = TestLab.environment(home, user);
        prepare();
        open();
    }

    /** What the environment needs beside what every lab gets. */
    void prepare() {}

    /** The lab as it is kept, with what the environment says now. */
    final void open() throws Exception {
        lab = Lab.open(LabConfiguration.from(environment));
        at = TestLab.read(home);
    }

    @AfterEach
    void end() {
        lab.close();
        user.close();
    }
}
