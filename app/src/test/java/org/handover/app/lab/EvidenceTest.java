package org.handover.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.awaitility.Awaitility;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.handover.journal.Ledger;
import org.handover.journal.LedgerEntry;
import org.handover.sso.EstateName;
import org.handover.verify.Certificates;
import org.handover.verify.EvidenceCheck;
import org.handover.verify.Hash;
import org.handover.verify.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;

@HandoverOnLabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvidenceTest {

    private static final Path VERIFIER = Path.of("..", "verify", "target", "handover-verify.jar");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Autowired
    Drive drive;

    @Autowired
    LabEstates estates;

    @Autowired
    Environment environment;

    @Autowired
    Ledger ledger;

    @Autowired
    IdentityService identity;

    @Autowired
    JdbcTemplate jdbc;

    private TestLab lab;
    private String run;

    /** A run that looks at the servers, makes its plan, and is rejected with words that would bend a page. */
    @BeforeAll
    void aRunThatEnded() {
        lab = TestLab.founded();
        EstateName estate = estates.add(lab);
        run = drive.start(estate, "SSO02");
        drive.decides("anna", run, "approveChange", "reject", "<script>alert('no & never')</script>");
        drive.awaitState(run, "rejected");
        Awaitility.await("the path of the run is in its chain").until(() -> ledger.entries(run).stream()
                .anyMatch(entry -> entry.kind().equals("run.path")));
        Awaitility.await("its last entry is under a signed head, before anybody asks for evidence")
                .until(() -> Boolean.TRUE.equals(jdbc.queryForObject(
                        """
                        select exists (select from handover.sealed_tip as tip
                            join handover.ledger as entry on (entry.chain, entry.seq, entry.hash) = (tip.chain, tip.seq, tip.hash)
                            where tip.chain = ? and tip.seq = (select max(seq) from handover.ledger where chain = tip.chain))""",
                        Boolean.class,
                        run)));
    }

    @AfterAll
    void stopLab() {
        lab.close();
    }

    @Test
    void anAuditorTakesEvidenceThatIsValidWithTheCertificateOfThisInstallation() throws Exception {
        HttpResponse<byte[]> reply = evidence("audrey", run);

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Type")).contains("application/zip");
        Verdict verdict = new EvidenceCheck(Optional.of(certificate()), Optional.empty()).check(reply.body());
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Valid.class, valid -> {
            assertThat(valid.failover()).isEqualTo(run);
            assertThat(valid.entries()).isEqualTo(ledger.entries(run).size());
        });
        assertThat(evidence("anna", run).body()).as("byte for byte the same").isEqualTo(reply.body());
        assertThat(ledger.entries(Ledger.HOUSE)).anySatisfy(entry -> {
            assertThat(entry.kind()).isEqualTo("evidence.taken");
            assertThat(entry.actor()).isEqualTo("audrey");
            assertThat(entry.data())
                    .containsEntry("failover", run)
                    .containsEntry("sha256", Hash.sha256(reply.body()).hex());
        });
    }

    @Test
    void theVerifierAsItIsHandedOutSaysValidAndFindsOneByteThatWasChanged(@TempDir Path folder) throws Exception {
        assumeThat(VERIFIER).as("mvn verify packs it before these tests").exists();
        byte[] zip = evidence("audrey", run).body();
        Path trust = Files.writeString(folder.resolve("cert.pem"), pem());
        Path evidence = Files.write(folder.resolve("evidence.zip"), zip);

        assertThat(verifier(0, trust, evidence)).startsWith("valid\n").contains(run);

        zip[zip.length / 2] ^= 1;
        Files.write(evidence, zip);
        assertThat(verifier(1, trust, evidence)).startsWith("NOT VALID: ");
    }

    /** Its own process, as an auditor starts it. */
    private static String verifier(int exit, Path trust, Path evidence) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        VERIFIER.toString(),
                        "--trust",
                        trust.toString(),
                        evidence.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(exit);
        return said;
    }

    @ParameterizedTest
    @CsvSource({"pager, 403", "olga, 403", "root, 403", "anna, 200", "both, 200", "audrey, 200"})
    void evidenceIsForAuditorsAndApprovers(String user, int status) throws Exception {
        HttpResponse<byte[]> reply = evidence(user, run);

        assertThat(reply.statusCode()).isEqualTo(status);
        if (status == 403) {
            assertThat(new String(reply.body(), StandardCharsets.UTF_8))
                    .contains("Evidence is handed to auditors and approvers; " + user + " is neither.");
        }
    }

    @Test
    void evidenceOfNoRunIsSaidToBeOfNone() throws Exception {
        assertThat(evidence("audrey", "FO-000000").statusCode()).isEqualTo(404);
        assertThat(evidence("audrey", "nonsense").statusCode()).isEqualTo(404);
    }

    @Test
    void itHasPlanUpdateFileTranscriptsWithEventXmlAnswersOfPeopleAndPictures() throws Exception {
        Map<String, String> files = files(evidence("audrey", run).body());

        String plan = files.get("plan-1/plan.json");
        assertThat(plan).contains("\"failover\":\"" + run + "\"");
        assertThat(files.get("acts-of-people.json"))
                .contains("\"actor\" : \"pager\"", "\"kind\" : \"failover.requested\"")
                .contains("\"actor\" : \"anna\"")
                .contains(Hash.sha256(plan.getBytes(StandardCharsets.UTF_8)).hex());
        assertThat(files.get("plan-1/update-file.xml")).contains("<secretServer>SSO02</secretServer>");
        assertThat(files.keySet()).anyMatch(name -> name.matches("transcripts/\\d{5}-SSO03-lookAtEstate\\.txt"));
        assertThat(files.entrySet())
                .filteredOn(file -> file.getKey().startsWith("transcripts/"))
                .filteredOn(file -> file.getValue().contains("command: wevtutil"))
                .anySatisfy(file ->
                        assertThat(file.getValue()).contains("<EventRecordID>").contains("account: "));
        String picture = files.get("pictures/change-master-secret-server.svg");
        assertThat(picture)
                .contains("[data-element-id=\"approveChange\"]>.djs-visual")
                .doesNotContain("[data-element-id=\"confirmResult\"]>")
                .doesNotContain("<script");
        document(picture);
    }

    @Test
    void theReportIsWellFormedEscapesWhatPeopleWroteAndHoldsNoScript() throws Exception {
        String report = files(evidence("audrey", run).body()).get("report.html");

        document(report.replace("<!DOCTYPE html>", ""));
        assertThat(report)
                .contains("&lt;script&gt;alert(&#39;no &amp; never&#39;)&lt;/script&gt;")
                .doesNotContain("<script")
                .contains("All times are UTC")
                .contains("ssomanage")
                .contains("@media print");
    }

    @Test
    void anAuditorHasTheWholeLedgerVerifiedAndNobodyElseDoes() {
        assertThat(drive.call("olga", "POST", "/api/ledger/verify", null).status())
                .isEqualTo(403);
        assertThat(drive.call("pager", "GET", "/api/ledger/heads", null).status())
                .isEqualTo(403);

        JsonNode result =
                drive.call("audrey", "POST", "/api/ledger/verify", null).body();

        assertThat(result.path("whole").asBoolean()).as(result.toString()).isTrue();
        assertThat(result.path("entries").asLong())
                .isGreaterThan(ledger.entries(run).size());
        JsonNode heads = drive.call("audrey", "GET", "/api/ledger/heads", null).body();
        assertThat(heads.path("items").size()).isPositive();
        assertThat(heads.path("state"))
                .allSatisfy(state -> assertThat(state.has("problem")).isFalse());
    }

    @Test
    void signInsFailedOnesAndWhatTheApplicationStartedWithStandInTheHousesChain() {
        jdbc.update("delete from handover.sign_in_attempt");
        String stranger = "stranger-" + run;
        User user = identity.newUser(stranger);
        user.setPassword("another than that of the test");
        identity.saveUser(user);

        assertThat(drive.call(stranger, "GET", "/api/failovers", null).status()).isEqualTo(401);
        assertThat(drive.call(stranger, "GET", "/api/failovers", null).status()).isEqualTo(401);

        List<LedgerEntry> house = ledger.entries(Ledger.HOUSE);
        assertThat(house)
                .filteredOn(entry ->
                        entry.kind().equals("sign-in.failed") && entry.actor().equals(stranger))
                .as("one in a minute, whatever is tried")
                .hasSize(1);
        assertThat(house).anySatisfy(entry -> {
            assertThat(entry.kind()).isEqualTo("sign-in.request");
            assertThat(entry.actor()).isEqualTo("audrey");
            assertThat(entry.data()).containsEntry("address", "127.0.0.1");
        });
        LedgerEntry started = house.stream()
                .filter(entry -> entry.kind().equals("application.started"))
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(started.data()).containsEntry("ledgerIsProtected", true);
        assertThat(started.data().get("settings").toString())
                .contains("handover.former-watch=PT1S")
                .doesNotContain(environment.getRequiredProperty("spring.datasource.password"))
                .doesNotContain(environment.getRequiredProperty("spring.flyway.password"));
        assertThat(house)
                .anyMatch(entry -> entry.kind().equals("configuration.changed")
                        && entry.data().get("what").equals("settings"));
    }

    private HttpResponse<byte[]> evidence(String user, String id) throws Exception {
        String basic = user + ":" + HandoverOnLabTest.PASSWORD;
        URI address = URI.create("http://127.0.0.1:%s/api/failovers/%s/evidence"
                .formatted(environment.getRequiredProperty("local.server.port"), id));
        return HTTP.send(
                HttpRequest.newBuilder(address)
                        .header(
                                "Authorization",
                                "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private X509Certificate certificate() throws Exception {
        return Certificates.ofPem(pem().getBytes(StandardCharsets.US_ASCII));
    }

    private String pem() {
        JsonNode keys =
                drive.call("audrey", "GET", "/api/ledger/heads", null).body().path("keys");
        return keys.get(keys.size() - 1).path("certificate").asText();
    }

    private static Map<String, String> files(byte[] zip) throws Exception {
        Map<String, String> files = new HashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    private static void document(String xml) throws Exception {
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }
}
