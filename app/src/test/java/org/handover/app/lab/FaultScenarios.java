package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** Every fault of the lab, a failover that runs into it, what the operator gets, and the way on. */
final class FaultScenarios {

    private static final String CHECKS = "a failover to SSO02 looks at the estate";
    private static final String PLANNED_CHECKS = "a planned failover to SSO02 looks at the estate";

    private FaultScenarios() {}

    /** Those that wait longest come first. */
    static List<FaultScenario> all() {
        return List.of(
                new FaultScenario(
                        "hanging", "`ssoconfig` on SSO02 does not end by itself", "the secret is restored", run -> {
                            run.failover("SSO02");
                            run.until("confirmFormerMasterIsDown");
                            run.fault("SSO02", "hanging");
                            assertThat(run.failsAt("restoreSecret")).contains("60 s");
                            run.repaired("What makes it hang is removed on SSO02.", "SSO02", "hanging");
                            run.answers("retry");
                            run.succeeds();
                        }),
                new FaultScenario(
                        "cut-off",
                        "the network to SSO02 goes away",
                        "`ssomanage -updatedb` has just been typed",
                        run -> {
                            run.failover("SSO02");
                            run.until("confirmFormerMasterIsDown");
                            run.lab().delay("SSO02", "ssomanage", Duration.ofSeconds(3));
                            run.formerIsDown();
                            run.awaitTyped("SSO02", "-updatedb");
                            run.fault("SSO02", "cut-off");
                            assertThat(run.failsAt("updateDatabase")).contains("was typed before");
                            assertThat(run.offered()).contains("leaveOpen").doesNotContain("abort");
                            // Cut off, SSO02 reached the SSO database no more than anybody reached SSO02.
                            run.updateHadNoEffect();
                            run.lab().delay("SSO02", "ssomanage", Duration.ZERO);
                            run.repaired("The network is back.", "SSO02", "cut-off");
                            run.answers("retry");
                            run.succeeds();
                        }),
                new FaultScenario(
                        "slow",
                        "every command on SSO02 takes longer than half a minute",
                        "the server is about to be named",
                        run -> {
                            run.failover("SSO02");
                            run.until("confirmFormerMasterIsDown");
                            run.fault("SSO02", "slow", "seconds", "32");
                            assertThat(run.failsAt("updateDatabase")).contains("30 s");
                            run.repaired("SSO02 is quick again.", "SSO02", "slow");
                            run.answers("retry");
                            run.succeeds();
                        }),
                new FaultScenario("server-dead", "SSO02 loses its power", "the change has just been approved", run -> {
                    run.failover("SSO02");
                    run.until("approveChange");
                    run.fault("SSO02", "server-dead");
                    assertThat(run.failsAt("writeUpdateFile")).contains("SSO02").contains("does not answer");
                    run.repaired("SSO02 is powered on.", "SSO02", "server-dead");
                    run.lab().awaitEntsso("SSO02", "RUNNING");
                    run.answers("retry");
                    run.succeeds();
                }),
                new FaultScenario(
                        "second-master",
                        "SSO01 takes itself for the master at its next start",
                        "a planned change to SSO02 is accepted and SSO01 is to be an ordinary SSO server",
                        run -> {
                            run.plannedFailover("SSO02");
                            run.until("confirmResult");
                            run.fault("SSO01", "second-master");
                            assertThat(run.failsAt("makeFormerOrdinary")).contains("10534");
                            run.repaired("What made SSO01 take itself for it is put right.", "SSO01", "second-master");
                            run.restart("SSO01");
                            run.answers("retry");
                            run.succeeds();
                        }),
                new FaultScenario(
                        "wrong-account",
                        "ENTSSO on SSO01 was given another account",
                        "a planned change to SSO02 is rolled back",
                        run -> {
                            run.plannedFailover("SSO02");
                            run.until("confirmResult");
                            run.fault("SSO01", "wrong-account");
                            run.answers("rollBack");
                            assertThat(run.failsAt("proveFormer")).contains("10565");
                            run.repaired("ENTSSO on SSO01 gets its account back.", "SSO01", "wrong-account");
                            run.restart("SSO01");
                            run.answers("retry");
                            run.rollsBack();
                        }),
                new FaultScenario("secret-lost", "the keys under SSOSS on SSO01 are gone", PLANNED_CHECKS, run -> {
                    run.lab().withItsMaster();
                    run.fault("SSO01", "secret-lost");
                    run.plannedFailover("SSO02");
                    assertThat(run.blockedBy("SSO01, the master secret server, answers and holds the secret in use"))
                            .contains("-restoresecret");
                    run.byHand(
                            "The secret is restored on SSO01 with `ssoconfig -restoresecret`.",
                            () -> run.restoreByHand("SSO01"));
                    run.answers("checkAgain");
                    run.succeeds();
                }),
                new FaultScenario(
                        "re-encryption-running",
                        "SSO01 is encrypting the SSO database anew and does not come to an end",
                        PLANNED_CHECKS,
                        run -> {
                            run.masterIsBackAndHasReencrypted();
                            run.fault("SSO01", "re-encryption-running");
                            run.plannedFailover("SSO02");
                            run.blockedBy("No re-encryption of the SSO database is running");
                            run.repaired("It comes to its end (10528).", "SSO01", "re-encryption-running");
                            run.answers("checkAgain");
                            run.succeeds();
                        }),
                new FaultScenario(
                        "restore-bug",
                        "SSO02 has the known bug that spoils a restored secret",
                        "the services that depend on ENTSSO are started again",
                        run -> {
                            run.failover("SSO02");
                            run.until("confirmFormerMasterIsDown");
                            run.fault("SSO02", "restore-bug");
                            assertThat(run.failsAt("startDependents")).contains("0x80090005");
                            run.repaired("The update that mends it is installed on SSO02.", "SSO02", "restore-bug");
                            run.byHand(
                                    "The secret is restored there once more with `ssoconfig -restoresecret`.",
                                    () -> run.restoreByHand("SSO02"));
                            run.answers("retry");
                            run.succeeds(1, 2);
                        }),
                new FaultScenario(
                        "service-dies", "the process of ENTSSO on SSO02 dies", "the secret is being restored", run -> {
                            run.failover("SSO02");
                            run.until("confirmFormerMasterIsDown");
                            run.lab().delay("SSO02", "ssoconfig", Duration.ofSeconds(3));
                            run.formerIsDown();
                            run.awaitTyped("SSO02", "-restoresecret");
                            run.fault("SSO02", "service-dies", "seconds", "0");
                            run.failsAt("restoreSecret");
                            run.lab().delay("SSO02", "ssoconfig", Duration.ZERO);
                            run.repaired("What kills it is removed.", "SSO02", "service-dies");
                            run.byHand("ENTSSO is started on SSO02.", () -> {
                                run.lab().service("SSO02", "ENTSSO", "start");
                                run.lab().awaitEntsso("SSO02", "RUNNING");
                            });
                            run.answers("retry");
                            run.succeeds();
                        }),
                new FaultScenario(
                        "service-late",
                        "ENTSSO on SSO02 takes longer to start than `net start` waits",
                        "it is restarted",
                        run -> {
                            run.failover("SSO02");
                            run.until("confirmFormerMasterIsDown");
                            run.fault("SSO02", "service-late", "seconds", "35");
                            run.until("confirmResult");
                            assertThat(run.wentOnByItselfAt("startService")).contains("10534");
                            run.succeeds();
                        }),
                new FaultScenario(
                        "group-missing",
                        "the account of ENTSSO on SSO02 is no longer in the SSO Administrators",
                        "it is restarted",
                        run -> {
                            run.failover("SSO02");
                            run.until("confirmFormerMasterIsDown");
                            run.fault("SSO02", "group-missing");
                            assertThat(run.failsAt("startService")).contains("10550");
                            run.repaired("The account is put into the group.", "SSO02", "group-missing");
                            run.answers("retry");
                            run.succeeds();
                        }),
                new FaultScenario(
                        "version-too-new", "SSO02 is newer than the SSO database", "ENTSSO is restarted there", run -> {
                            run.failover("SSO02");
                            run.until("confirmFormerMasterIsDown");
                            run.fault("SSO02", "version-too-new");
                            assertThat(run.failsAt("startService")).contains("10728");
                            run.repaired("The SSO database is upgraded.", "SSO02", "version-too-new");
                            run.answers("retry");
                            run.succeeds();
                        }),
                new FaultScenario(
                        "sso-disabled",
                        "somebody switched SSO off and forgot about it",
                        "the services that depend on ENTSSO are started again",
                        run -> {
                            run.fault("SSO02", "sso-disabled");
                            run.failover("SSO02");
                            run.warnedBy("The SSO system is enabled");
                            assertThat(run.failsAt("startDependents")).contains("0xC0002A02");
                            run.repaired(
                                    "Whoever disabled SSO enables it, and ENTSSO has asked the SSO database since.",
                                    "SSO02",
                                    "sso-disabled");
                            run.answersUntilItHasPolled("retry");
                            run.succeeds();
                        }),
                new FaultScenario(
                        "damaged-backups",
                        "the restore file on SSO02 was damaged after the server was named",
                        "the secret is restored",
                        run -> {
                            run.failover("SSO02");
                            run.until("confirmFormerMasterIsDown");
                            run.lab().delay("SSO02", "net", Duration.ofSeconds(3));
                            run.formerIsDown();
                            run.lab().awaitTyped("SSO02", "net stop");
                            run.fault("SSO02", "damaged-backups");
                            run.failsAt("restoreSecret");
                            run.repaired("The good file is put back.", "SSO02", "damaged-backups");
                            run.answers("retry");
                            run.succeeds();
                        }),
                new FaultScenario(
                        "update-collides",
                        "somebody else changes the settings of the SSO system at the same moment",
                        "SSO02 is named",
                        run -> {
                            run.failover("SSO02");
                            run.until("confirmFormerMasterIsDown");
                            run.fault("SSO02", "update-collides");
                            assertThat(run.failsAt("updateDatabase")).contains("0xC0002A21");
                            run.updateHadNoEffect();
                            run.repaired("The other one has finished.", "SSO02", "update-collides");
                            run.answers("retry");
                            run.succeeds();
                        }),
                new FaultScenario(
                        "wrong-secret",
                        "a secret of another SSO system is put under SSOSS on SSO02 after the checks",
                        "SSO02 is about to be named",
                        run -> {
                            run.failover("SSO02");
                            run.until("confirmFormerMasterIsDown");
                            run.fault("SSO02", "wrong-secret");
                            assertThat(run.failsAt("updateDatabase")).contains("Nothing was typed");
                            run.answers("abort");
                            run.endsUnchanged("aborted");
                            run.anotherFailover("SSO03");
                            run.succeeds();
                        }),
                new FaultScenario(
                        "endpoint-missing",
                        "SSO02 runs as master and hands out no secret",
                        "the result is verified",
                        run -> {
                            run.failover("SSO02");
                            run.until("confirmFormerMasterIsDown");
                            run.fault("SSO02", "endpoint-missing");
                            assertThat(run.resultSaysOf("SSO03")).startsWith("lost");
                            run.repaired("ENTSSO on SSO02 registers its endpoint.", "SSO02", "endpoint-missing");
                            run.answers("checkAgain");
                            run.succeeds();
                        }),
                new FaultScenario(
                        "peer-refused",
                        "SSO02 refuses the account under which ENTSSO runs on SSO03",
                        "the result is verified",
                        run -> {
                            run.failover("SSO02");
                            run.until("confirmFormerMasterIsDown");
                            run.fault("SSO03", "peer-refused");
                            assertThat(run.resultSaysOf("SSO03"))
                                    .startsWith("lost")
                                    .contains("10555");
                            run.repaired("The account of SSO03 is let in.", "SSO03", "peer-refused");
                            run.answers("checkAgain");
                            run.succeeds();
                        }),
                new FaultScenario(
                        "rpc-blocked",
                        "a firewall stands between SSO03 and the other SSO servers",
                        "the result is verified",
                        run -> {
                            run.failover("SSO02");
                            run.until("confirmFormerMasterIsDown");
                            run.fault("SSO03", "rpc-blocked");
                            assertThat(run.resultSaysOf("SSO03")).startsWith("lost");
                            run.repaired("The firewall lets them through.", "SSO03", "rpc-blocked");
                            run.answers("checkAgain");
                            run.succeeds();
                        }),
                new FaultScenario(
                        "never-backed-up",
                        "nobody has backed up the secret since it was restored on SSO02",
                        "the result is verified",
                        run -> {
                            run.failover("SSO02");
                            run.until("confirmFormerMasterIsDown");
                            run.fault("SSO02", "never-backed-up");
                            assertThat(run.resultProves("V15")).startsWith("warning");
                            run.answers("accept");
                            run.givesBackupPasswordAnd("takeFreshBackup", "done");
                            run.succeeds();
                            assertThat(run.count("SSO02", "master secret backed up"))
                                    .isEqualTo(1);
                        }),
                new FaultScenario(
                        "dtc-broken",
                        "MSDTC on SSO02 takes part in no distributed transaction",
                        "the result is verified",
                        run -> {
                            run.fault("SSO02", "dtc-broken");
                            run.failover("SSO02");
                            run.resultProves("V11");
                            run.repaired("MSDTC is set up on SSO02.", "SSO02", "dtc-broken");
                            run.answers("checkAgain");
                            run.succeeds();
                        }),
                new FaultScenario("key-logon-refused", "SSO02 takes no key any more", CHECKS, run -> {
                    run.fault("SSO02", "key-logon-refused");
                    run.failover("SSO02");
                    assertThat(run.blockedBy("SSO02 can be logged on to")).contains("passwordFile");
                    run.repaired("Keys are let in again on SSO02.", "SSO02", "key-logon-refused");
                    run.answers("checkAgain");
                    run.succeeds();
                }),
                new FaultScenario("not-elevated", "who logs on to SSO02 gets a filtered token", CHECKS, run -> {
                    run.fault("SSO02", "not-elevated");
                    run.failover("SSO02");
                    run.blockedBy("The logon on SSO02 is an elevated administrator's");
                    run.repaired("The logon is no longer filtered.", "SSO02", "not-elevated");
                    run.answers("checkAgain");
                    run.succeeds();
                }),
                new FaultScenario("database-away", "SSO02 does not reach its SQL Server", CHECKS, run -> {
                    run.fault("SSO02", "database-away", "seconds", "0");
                    run.failover("SSO02");
                    run.blockedBy("ssomanage -displaydb works on SSO02 under the logon that acts");
                    run.repaired("SSO02 reaches it again.", "SSO02", "database-away");
                    run.answers("checkAgain");
                    run.succeeds();
                }),
                new FaultScenario("old-secret", "under SSOSS on SSO02 lies the previous secret", CHECKS, run -> {
                    run.fault("SSO02", "old-secret");
                    run.failover("SSO02");
                    run.blockedBy("No other secret lies ready under SSOSS on SSO02");
                    assertThat(run.offered()).doesNotContain("goOn");
                    run.answers("withdraw");
                    run.endsUnchanged("withdrawn");
                    run.anotherFailover("SSO03");
                    run.succeeds();
                }),
                new FaultScenario(
                        "dns-alias",
                        "the inventory names SSO02 by its alias SSOMASTER",
                        "a failover to SSOMASTER looks at the estate",
                        run -> {
                            run.fault("SSO02", "dns-alias");
                            run.estates().rename(run.estate(), "SSO02", "SSOMASTER");
                            run.failover("SSOMASTER");
                            run.blockedBy("SSOMASTER is the computer's own name");
                            run.answers("withdraw");
                            run.endsUnchanged("withdrawn");
                            run.byHand("The inventory is corrected.", () -> run.estates()
                                    .rename(run.estate(), "SSOMASTER", "SSO02"));
                            run.anotherFailover("SSO02");
                            run.succeeds();
                        }),
                new FaultScenario("clock-wrong", "the clock of SSO02 is 12 minutes ahead", CHECKS, run -> {
                    run.fault("SSO02", "clock-wrong");
                    run.failover("SSO02");
                    run.blockedBy("The clocks of the SSO servers agree");
                    run.repaired("The clock is set right.", "SSO02", "clock-wrong");
                    run.answers("checkAgain");
                    run.succeeds();
                }),
                new FaultScenario(
                        "clustered", "ENTSSO on SSO02 has become a resource of a failover cluster", CHECKS, run -> {
                            run.fault("SSO02", "clustered");
                            run.failover("SSO02");
                            run.blockedBy("ENTSSO is not clustered");
                            assertThat(run.offered()).doesNotContain("goOn");
                            run.repaired("ENTSSO is taken out of the cluster.", "SSO02", "clustered");
                            run.answers("checkAgain");
                            run.succeeds();
                        }),
                new FaultScenario(
                        "secret-old",
                        "the master secret is older than a year, so that SSO01 warns of it once a day",
                        "a planned failover names SSO02 in the SSO database",
                        run -> {
                            run.plannedFailover("SSO02");
                            run.fault("SSO01", "secret-old");
                            run.until("confirmResult");
                            assertThat(run.wentOnByItselfAt("updateDatabase")).contains("SSO02");
                            run.succeeds();
                        }),
                new FaultScenario("disk-full", "drive C of SSO02 is full", CHECKS, run -> {
                    run.fault("SSO02", "disk-full");
                    run.failover("SSO02");
                    run.blockedBy("Drive C: of SSO02 has room");
                    run.repaired("Room is made.", "SSO02", "disk-full");
                    run.answers("checkAgain");
                    run.succeeds();
                }),
                new FaultScenario("fat-volume", "drive C of SSO02 is formatted with FAT32", CHECKS, run -> {
                    run.fault("SSO02", "fat-volume");
                    run.failover("SSO02");
                    run.blockedBy("Drive C: of SSO02 can be secured: NTFS");
                    run.repaired("The file lies on NTFS.", "SSO02", "fat-volume");
                    run.answers("checkAgain");
                    run.succeeds();
                }));
    }
}
