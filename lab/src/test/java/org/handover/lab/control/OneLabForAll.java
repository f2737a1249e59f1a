package org.handover.lab.control;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A lab that is up for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OneLabForAll {

    TestLab at;
    SshUser user;

    private Lab lab;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        user = new SshUser();
        lab = Lab.open(LabConfiguration.from(TestLab.environment(home, user)));
        at = TestLab.read(home);
    }

    @AfterAll
    void end() {
        lab.close();
        user.close();
    }
}
