package org.handover.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.handover.check.FakeServers.ALL;
import static org.handover.check.FakeServers.DISPLAY_APP;
import static org.handover.check.FakeServers.OTHER;
import static org.handover.check.FakeServers.SECRET;
import static org.handover.check.FakeServers.SSO01;
import static org.handover.check.FakeServers.SSO02;
import static org.handover.check.FakeServers.SSO03;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.handover.console.ConsoleException;
import org.handover.tool.ConfigStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is proven after a promotion, on servers that answer as recorded ones do (docs/entsso.md 9; design, law 8). */
class PromotionProofTest {
    private static final Duration POLL = Duration.ofSeconds(60);

    /** SSO02 was promoted, started as master and restored; SSO03 got the secret from it; SSO01 is lost. */
    private static FakeServers promoted() {
        FakeServers servers = FakeServers.masterLost().ssoss(SSO02, SECRET);
        ALL.forEach(server -> servers.displayDb(server, "SSO02", "Yes", "SSO Administrators"));
        servers.event(SSO02, 99, 10575, "SSO02", "SSO01", "t", "SSO02", "CONTOSO\\handover");
        servers.event(SSO02, 102, 10534).event(SSO02, 103, 10520);
        servers.event(SSO02, 104, 10523, "C:\\Restore\\SSO01.bak", SECRET.value(), "", "u", "c");
        servers.event(SSO03, 110, 10529, "SSO02", SECRET.value()).event(SSO03, 111, 10533, "SSO02");
        return servers;
    }

    private static Promotion promotion(FakeServers servers) {
        return promotion(servers, POLL.multipliedBy(2));
    }

    private static Promotion promotion(FakeServers servers, Duration sinceRestore) {
        return new Promotion(
                ALL,
                SSO02,
                SSO01,
                true,
                SECRET,
                Map.of(SSO02, 98L, SSO01, 80L),
                OptionalLong.of(100),
                Map.of(SSO03, 100L),
                sinceRestore,
                POLL,
                false,
                servers.sight());
    }

    private static Map<?, ?> belief(Map<String, Object> outcome, String server) {
        return rows(outcome, "beliefs").stream()
                .filter(row -> server.equals(row.get("server")))
                .findFirst()
                .orElseThrow();
    }

    private static List<Map<?, ?>> rows(Map<String, Object> outcome, String name) {
        return ((List<?>) outcome.getOrDefault(name, List.of()))
                .stream().<Map<?, ?>>map(row -> (Map<?, ?>) row).toList();
    }

    private static void assertProof(FakeServers servers, String number, String result, String seen)
            throws InterruptedException {
        assertProof(promotion(servers), number, result, seen);
    }

    private static void assertProof(Promotion promotion, String number, String result, String seen)
            throws InterruptedException {
        Map<?, ?> proof = rows(VerifyPromotionDelegate.outcome(promotion), "proofs").stream()
                .filter(row -> String.valueOf(row.get("proof")).startsWith(number + " "))
                .findFirst()
                .orElseThrow();
        assertThat(proof.get("result")).as("%s", proof).isEqualTo(result);
        assertThat(String.valueOf(proof.get("seen"))).contains(seen);
    }

    // Beliefs, law 8

    @Test
    void servers_that_say_that_they_got_the_secret_since_the_restore_agree() throws InterruptedException {
        Map<String, Object> outcome = VerifyPromotionDelegate.outcome(promotion(promoted()));

        assertThat(belief(outcome, "SSO02").get("secret")).isEqualTo("has it");
        assertThat(belief(outcome, "SSO03").get("secret")).isEqualTo("has it");
        assertThat(belief(outcome, "SSO03").get("masterNamed")).isEqualTo("SSO02");
        assertThat(belief(outcome, "SSO01").get("secret")).isEqualTo("unknown");
        assertThat(belief(outcome, "SSO01").get("masterNamed")).isEqualTo("does not answer");
        assertThat(outcome).containsEntry("agreed", true).containsEntry("formerAnswersNow", false);
    }

    @Test
    void a_member_whose_newest_word_is_that_it_lost_the_secret_lost_it() throws InterruptedException {
        Map<String, Object> outcome =
                VerifyPromotionDelegate.outcome(promotion(promoted().event(SSO03, 120, 10532, "SSO02", "0x80002918")));

        assertThat(belief(outcome, "SSO03").get("secret")).isEqualTo("lost");
        assertThat(outcome).containsEntry("agreed", false);
    }

    @ParameterizedTest
    @CsvSource({"119, unknown", "120, not lost", "600, not lost"})
    void a_silent_member_has_not_lost_it_only_after_two_polls(int seconds, String secret) throws InterruptedException {
        FakeServers servers = promoted().noEvents(SSO03).event(SSO03, 50, 10529, "SSO01", SECRET.value());

        Map<String, Object> outcome = VerifyPromotionDelegate.outcome(promotion(servers, Duration.ofSeconds(seconds)));

        assertThat(belief(outcome, "SSO03").get("secret")).isEqualTo(secret);
        assertThat(outcome).as("silence is not agreement").containsEntry("agreed", false);
    }

    @Test
    void a_member_without_a_word_or_with_an_unread_log_is_unknown() throws InterruptedException {
        Map<String, Object> silent =
                VerifyPromotionDelegate.outcome(promotion(promoted().noEvents(SSO03)));
        Promotion unread = new Promotion(
                ALL,
                SSO02,
                SSO01,
                true,
                SECRET,
                Map.of(SSO02, 98L, SSO01, 80L),
                OptionalLong.of(100),
                Map.of(),
                POLL,
                POLL,
                false,
                promoted().sight());

        assertThat(belief(silent, "SSO03").get("secret")).isEqualTo("unknown");
        assertThat(belief(VerifyPromotionDelegate.outcome(unread), "SSO03").get("secret"))
                .isEqualTo("unknown");
    }

    @Test
    void a_member_that_got_another_secret_does_not_agree() throws InterruptedException {
        FakeServers servers = promoted().noEvents(SSO03).event(SSO03, 110, 10529, "SSO02", OTHER.value());

        Map<String, Object> outcome = VerifyPromotionDelegate.outcome(promotion(servers));

        assertThat(belief(outcome, "SSO03").get("secret")).isEqualTo("unknown");
        assertThat(outcome).containsEntry("agreed", false);
        assertProof(servers, "V7", "contradicted", "SSO03");
        assertProof(servers, "V8", "contradicted", OTHER.value());
    }

    @Test
    void a_server_that_names_another_master_does_not_agree() throws InterruptedException {
        FakeServers servers = promoted().displayDb(SSO03, "SSO01", "Yes", "x");

        assertThat(VerifyPromotionDelegate.outcome(promotion(servers))).containsEntry("agreed", false);
        assertProof(servers, "V1", "contradicted", "SSO03 says SSO01");
    }

    @Test
    void a_former_master_that_is_back_is_seen_at_once() throws InterruptedException {
        FakeServers servers = FakeServers.healthy();

        assertThat(VerifyPromotionDelegate.outcome(promotion(servers))).containsEntry("formerAnswersNow", true);
        assertProof(servers, "V16", "warning", "may still take itself for it");
    }

    // Proofs

    @ParameterizedTest
    @CsvSource({
        "V1, proven, SSO is enabled",
        "V2, could not be checked, snap-in",
        "V3, could not be checked, snap-in",
        "V4, could not be checked, ssoconfig -status",
        "V5, proven, 8f26122c",
        "V6, proven, record 104",
        "V7, proven, record 111",
        "V8, proven, 8f26122c",
        "V9, proven, handover",
        "V10, could not be checked, displayapp",
        "V11, could not be checked, displayapp",
        "V12, offered to a person, starts or stops",
        "V13, proven, delayed",
        "V14, proven, SSO03 asks itself",
        "V15, warning, None since the restore",
        "V16, could not be checked, not reached",
        "V17, offered to a person, starts or stops",
        "Unplug, offered to a person, V15"
    })
    void what_can_be_proven_is_proven_and_the_rest_is_named(String number, String result, String seen)
            throws InterruptedException {
        assertProof(promoted(), number, result, seen);
    }

    @Test
    void nothing_is_started_stopped_or_restarted_for_a_proof() throws InterruptedException {
        FakeServers servers = promoted();

        VerifyPromotionDelegate.outcome(promotion(servers));

        assertThat(servers.typed())
                .noneMatch(
                        line -> line.matches(".*(net (start|stop)|sc (start|stop|config)|-backup|-restore|-update).*"));
    }

    @Test
    void the_sso_system_may_be_named_rightly_and_still_be_disabled() throws InterruptedException {
        FakeServers servers = promoted();
        ALL.forEach(server -> servers.displayDb(server, "SSO02", "No", "x"));

        assertProof(servers, "V1", "warning", "SSO is disabled");
        assertProof(promoted().forgets(SSO03, FakeServers.DISPLAY_DB), "V1", "could not be checked", "1 of 3");
    }

    @Test
    void the_status_is_believed_where_a_label_says_who_is_master() throws InterruptedException {
        assertProof(
                promoted().says(SSO02, FakeServers.STATUS, "SSO server name : SSO02\nSecret server : Yes\n"),
                "V4",
                "proven",
                "2 settings");
        assertProof(
                promoted().says(SSO02, FakeServers.STATUS, "Secret server : No\n"),
                "V4",
                "contradicted",
                "not the secret server");
        assertProof(
                promoted().says(SSO02, FakeServers.STATUS, "Etwas : 1\n"), "V4", "could not be checked", "not known");
        assertProof(
                FakeServers.healthy()
                        .says(SSO02, FakeServers.STATUS, "Secret server : Yes\n")
                        .says(SSO01, FakeServers.STATUS, "Secret server : Yes\n"),
                "V4",
                "warning",
                "SSO01 says that it is, too");
    }

    @Test
    void a_secret_that_is_missing_or_lost_again_contradicts() throws InterruptedException {
        assertProof(promoted().ssoss(SSO02), "V5", "contradicted", "no secret");
        assertProof(promoted().ssossDenied(SSO02), "V5", "could not be checked", "denied");
        assertProof(promoted().event(SSO02, 130, 10565, SECRET.value()), "V6", "contradicted", "10565");
        assertProof(promoted().event(SSO02, 130, 10565, SECRET.value()), "V17", "could not be checked", "V6");
        assertProof(promoted().event(SSO02, 130, 10565, SECRET.value()), "Unplug", "could not be checked", "V15");
        FakeServers another = promoted().event(SSO02, 130, 10523, "other.bak", OTHER.value(), SECRET.value(), "u", "c");
        assertProof(another, "V6", "could not be checked", "10523");
        assertThat(belief(VerifyPromotionDelegate.outcome(promotion(another)), "SSO02")
                        .get("secret"))
                .isEqualTo("unknown");
        FakeServers never = promoted().noEvents(SSO02);
        assertProof(never, "V6", "could not be checked", "10523");
        assertProof(never, "V12", "could not be checked", "V6");
        assertProof(never.event(SSO02, 104, 10523, "f", SECRET.value()), "V6", "warning", "10534");
    }

    @Test
    void the_change_of_the_name_is_found_on_the_former_master_too() throws InterruptedException {
        FakeServers snapIn =
                FakeServers.healthy().event(SSO01, 90, 10575, "SSO02", "SSO01", "t", "SSO01", "CONTOSO\\amy");

        assertProof(snapIn, "V9", "proven", "CONTOSO\\amy");
        assertProof(FakeServers.healthy(), "V9", "could not be checked", "No event 10575");
        assertProof(
                FakeServers.healthy().event(SSO01, 80, 10575, "SSO02", "SSO01", "t", "SSO01", "CONTOSO\\bob"),
                "V9",
                "could not be checked",
                "since this run changed the name");
    }

    @Test
    void start_types_and_servers_asked_that_need_a_hand_are_told() throws InterruptedException {
        assertProof(promoted().settings(SSO03, "CONTOSO\\svc-entsso", "0x3", false), "V13", "warning", "by hand");
        assertProof(promoted().forgets(SSO03, FakeServers.SETTINGS), "V13", "could not be checked", "SSO02");
        assertProof(
                promoted().says(SSO03, FakeServers.SHOW_SERVER, "Using SSO server : SSO01\n"),
                "V14",
                "contradicted",
                "SSO03 asks SSO01");
        assertProof(promoted().forgets(SSO03, FakeServers.SHOW_SERVER), "V14", "could not be checked", "SSO03");
    }

    @Test
    void a_backup_counts_only_after_the_restore() throws InterruptedException {
        assertProof(promoted().event(SSO02, 101, 10559, "f", SECRET.value()), "V15", "warning", "None since");
        assertProof(promoted().event(SSO02, 140, 10559, "f", SECRET.value()), "V15", "proven", "record 140");
    }

    @Test
    void a_former_master_is_none_any_more_when_it_is_stopped_or_got_the_secret_from_the_new_one()
            throws InterruptedException {
        assertProof(FakeServers.healthy().service(SSO01, "ENTSSO", 1), "V16", "proven", "STOPPED");
        assertProof(
                FakeServers.healthy().event(SSO01, 150, 10529, "SSO02", SECRET.value()),
                "V16",
                "proven",
                "got the secret from SSO02");
    }

    @Test
    void something_that_could_not_be_decrypted_since_the_restore_contradicts() throws InterruptedException {
        assertProof(
                promoted().event(SSO02, 160, 10536, "GetConfigInfo", "t", "c", "u", "app", "0x80090005, Bad Data."),
                "V10",
                "contradicted",
                "record 160");
    }

    // The Config Store application

    private static FakeServers withApplication() {
        return promoted().says(SSO02, DISPLAY_APP, "Application name : HandoverProof\n");
    }

    @Test
    void without_its_own_application_nothing_is_encrypted() throws InterruptedException {
        FakeServers servers = promoted().says(SSO02, DISPLAY_APP, 1, "ERROR: 0xC0002A04 : none\n");

        assertProof(servers, "V11", "could not be checked", "no Config Store application HandoverProof");
        assertThat(servers.typed()).noneMatch(line -> line.contains("-EncodedCommand"));
    }

    @Test
    void what_was_written_before_is_decrypted() throws InterruptedException {
        FakeServers servers = withApplication().says(SSO02, ConfigStore.get().commandLine(), "HANDOVER-PROOF before\n");

        assertProof(servers, "V10", "proven", "decrypted on SSO02");
    }

    @Test
    void an_empty_application_or_a_powershell_without_the_assembly_proves_nothing_and_an_error_contradicts()
            throws InterruptedException {
        assertProof(
                withApplication().says(SSO02, ConfigStore.get().commandLine(), "HANDOVER-PROOF-EMPTY\n"),
                "V10",
                "could not be checked",
                "no value yet");
        assertProof(withApplication(), "V10", "could not be checked", "interop");
        assertProof(
                withApplication().says(SSO02, ConfigStore.get().commandLine(), "HANDOVER-PROOF-ERROR 0xC0002A1F\n"),
                "V10",
                "contradicted",
                "0xC0002A1F");
        assertProof(withApplication(), "V11", "could not be checked", "interop");
    }

    @Test
    void a_new_value_is_encrypted_on_the_new_master_and_decrypted_on_another_server() throws InterruptedException {
        FakeServers servers = withApplication().configStore("before");

        assertProof(servers, "V11", "proven", "decrypted on SSO03");
        assertThat(servers.typed().stream()
                        .filter(line -> line.contains("-EncodedCommand"))
                        .map(line -> line.substring(0, 5)))
                .containsExactlyInAnyOrder("SSO02", "SSO02", "SSO03");
    }

    @Test
    void the_checklist_holds_what_only_people_can_set_right() throws InterruptedException {
        FakeServers servers = promoted()
                .dependents(SSO02, "BTSSvc$A")
                .bizTalkHost(SSO02, "BTSSvc$A", "East")
                .says(SSO03, FakeServers.SHOW_SERVER, "Using SSO server : SSO01\n");

        List<Map<?, ?>> pointers = rows(VerifyPromotionDelegate.outcome(promotion(servers)), "pointers");

        assertThat(pointers).hasSize(4);
        assertThat(pointers.get(0).get("seen")).asString().contains("SSO03 asks SSO01");
        assertThat(pointers.get(1).get("seen")).asString().contains("BizTalk group \"East\"");
        assertThat(pointers.get(2).get("pointer")).asString().contains("Firewall and MSDTC rules that name SSO01");
        assertThat(pointers.get(3).get("pointer")).asString().contains("SSOSS stays");
    }

    @Test
    void a_server_that_is_lost_sight_of_leaves_the_others_proven() throws InterruptedException {
        FakeServers servers = promoted().fails(SSO03, new ConsoleException.Unreachable("SSO03 is gone."));

        Map<String, Object> outcome = VerifyPromotionDelegate.outcome(promotion(servers));

        assertThat(belief(outcome, "SSO02").get("secret")).isEqualTo("has it");
        assertThat(belief(outcome, "SSO03").get("seen")).asString().contains("SSO03 is gone.");
        assertThat(outcome).containsEntry("agreed", false);
        assertProof(servers, "V7", "could not be checked", "Silence is not agreement");
    }
}
