package org.handover.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.handover.journal.Ledger;
import org.handover.verify.Chain;
import org.handover.verify.ChainTip;
import org.handover.verify.Hash;
import org.handover.verify.SignedHead;
import org.handover.verify.StoredEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedHeadsTest {

    @TempDir
    Path folder;

    private final LedgerDatabase database = new LedgerDatabase();
    private SignedLedger signed;

    @BeforeEach
    void threeHeads() {
        signed = new SignedLedger(database, folder.resolve("signing.p12"));
        for (int i = 0; i < 3; i++) {
            database.append("FO-000001", 3);
            database.append("FO-000002", 3);
            database.append(Ledger.HOUSE, 1);
            signed.sign();
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void everyHeadIsBoundToTheOneBeforeItAndTheWholeIsWhole() {
        List<SignedHead> heads = signed.heads();

        assertThat(heads).extracting(SignedHead::number).containsExactly(1L, 2L, 3L);
        assertThat(heads.get(0).previous()).isEqualTo(Hash.NONE);
        assertThat(heads.get(2).previous()).isEqualTo(heads.get(1).digest());
        database.append("FO-000003", 2);
        assertThat(signed.verify()).isEqualTo(new LedgerVerification.Result(true, null, 4, 24, 3, 2));
    }

    @Test
    void aHeadIsSignedWhenTheLastOneIsOldAndNotBefore() {
        signed.signer.signWhenDue();
        assertThat(signed.heads()).hasSize(3);

        SignedLedger fresh = new SignedLedger(new LedgerDatabase(), folder.resolve("another.p12"));
        fresh.database.append(Ledger.HOUSE, 1);
        fresh.signer.signWhenDue();
        assertThat(fresh.heads()).hasSize(1);
        fresh.database.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ledger      | update handover.ledger set body = '{}' where chain = 'FO-000001' and seq = 2           | Entry 2 of the chain FO-000001 was altered",
                "ledger      | update handover.ledger set hash = sha256('x') where chain = 'FO-000001' and seq = 9   | Entry 9 of the chain FO-000001 was altered",
                "ledger      | delete from handover.ledger where chain = 'FO-000002' and seq = 4                     | Entry 4 of the chain FO-000002 is missing",
                "ledger      | delete from handover.ledger where chain = 'FO-000002' and seq > 7                     | The chain FO-000002 was cut off",
                "ledger      | delete from handover.ledger where chain = 'FO-000002'                                 | The chain FO-000002 was cut off",
                "ledger      | update handover.ledger set seq = case seq when 2 then 3 else 2 end + 100 where chain = 'FO-000001' and seq in (2, 3) | Entry 2 of the chain FO-000001 is missing",
                "signed_head | update handover.signed_head set body = replace(body, 'number 2', 'number 7') where number = 2 | Head 2 is missing",
                "sealed_tip  | update handover.sealed_tip set hash = sha256('x') where head_number = 2               | The chains that head 2 was made over",
                "sealed_tip  | delete from handover.sealed_tip where head_number = 3                                 | The chains that head 3 was made over",
            })
    void whatSomebodyWithAllRightsOnTheDatabaseDoesIsFound(String table, String statement, String sentence) {
        database.behindTheTrigger(table, statement);

        LedgerVerification.Result result = signed.verify();
        assertThat(result.whole()).isFalse();
        assertThat(result.problem()).startsWith(sentence).endsWith(".");
    }

    @Test
    void aChainThatWasWrittenAnewWithRightHashesIsNotTheOneThatWasSigned() {
        rewrite("FO-000001", 5);

        assertThat(database.ledger.firstBroken("FO-000001")).isEmpty();
        assertThat(signed.verify().problem())
                .isEqualTo("Entry 6 of the chain FO-000001 is not the one that was signed.");
    }

    @Test
    void whatDoesNotFollowIsNeverSignedAndThatIsSaid() {
        database.append("FO-000001", 2);
        database.behindTheTrigger(
                "ledger", "update handover.ledger set body = '{}' where chain = 'FO-000001' and seq = 10");

        assertThat(signed.signer.sign()).isEmpty();
        assertThat(signed.signer.trouble()).get().satisfies(trouble -> assertThat(trouble.why())
                .contains("Entry 10 of the chain FO-000001 was altered"));
        assertThat(database.kinds(Ledger.HOUSE)).contains("heads.behind");
        assertThat(signed.heads()).hasSize(3);
    }

    @Test
    void aLedgerThatWasCutOffIsNotSignedEither() {
        database.behindTheTrigger("ledger", "delete from handover.ledger where chain = 'FO-000001' and seq > 8");

        assertThat(signed.signer.sign()).isEmpty();
        assertThat(signed.signer.trouble()).get().satisfies(trouble -> assertThat(trouble.why())
                .contains("The chain FO-000001 was cut off: it has 8 entries, and 9 were signed."));
    }

    /** What a clever forger does. */
    private void rewrite(String chain, long from) {
        List<StoredEntry> entries = database.ledger.stored(ChainTip.none(chain), 1000);
        Hash before = Hash.NONE;
        for (StoredEntry entry : entries) {
            byte[] body = entry.seq() == from ? "{\"forged\":true}".getBytes(StandardCharsets.UTF_8) : entry.body();
            before = Chain.hash(before, chain, entry.seq(), body);
            String update = "update handover.ledger set body = '\\x%s', hash = '\\x%s' where chain = '%s' and seq = %d"
                    .formatted(HexFormat.of().formatHex(body), before, chain, entry.seq());
            database.behindTheTrigger("ledger", update);
        }
    }
}
