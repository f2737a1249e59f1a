package org.handover.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerIsAppendOnlyTest {

    private final LedgerDatabase database = new LedgerDatabase();

    @BeforeAll
    void write() {
        database.append("FO-000001", 3);
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void whatEndsInHalfACharacterIsWrittenAllTheSame() {
        String chain = "FO-000009";
        database.newTransaction.executeWithoutResult(
                status -> database.ledger.append(chain, "anna", "comment", Map.of("comment", "She saw it \ud83d")));

        assertThat(database.ledger.entries(chain)).singleElement().satisfies(entry -> assertThat(entry.data())
                .containsEntry("comment", "She saw it ?"));
        assertThat(database.ledger.firstBroken(chain)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update handover.ledger set body = 'x'",
                "update handover.ledger set seq = 9 where false",
                "delete from handover.ledger",
                "truncate handover.ledger",
                "alter table handover.ledger disable trigger all",
                "alter table handover.ledger disable trigger ledger_is_append_only",
                "drop trigger ledger_is_append_only on handover.ledger",
                "create or replace function handover.refuse_change() returns trigger language plpgsql as 'begin return null; end'",
                "drop table handover.ledger",
                "alter table handover.ledger rename to another",
                "alter table handover.ledger owner to ledger_app",
                "create trigger mine before insert on handover.ledger for each row execute function handover.refuse_change()",
                "create rule mine as on insert to handover.ledger do instead nothing",
                "set session_replication_role = replica",
                "set role ledger_owner",
                "insert into handover.ledger select chain, seq, 'x', hash from handover.ledger on conflict (chain, seq) do update set body = 'x'",
                "merge into handover.ledger l using (select 1) s on true when matched then delete",
                "update handover.signed_head set body = 'x'",
                "delete from handover.sealed_tip",
                "truncate handover.signing_key cascade",
                "delete from handover.head_sent"
            })
    void theRoleThatRunsCannotTakeAnythingBack(String statement) {
        assertThatThrownBy(() -> database.app.sql(statement).update())
                .rootCause()
                .hasMessageMatching("(?s).*(permission denied|must be owner|must be able to SET ROLE).*");
        assertThat(database.ledger.firstBroken("FO-000001")).isEmpty();
        assertThat(database.ledger.tip("FO-000001").seq()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update handover.ledger set body = 'x'",
                "delete from handover.ledger where seq = 3",
                "truncate handover.ledger"
            })
    void evenTheirOwnerIsRefusedUntilTheTriggerIsTakenAway(String statement) {
        assertThatThrownBy(() -> database.owner.sql(statement).update())
                .rootCause()
                .hasMessageContaining("append-only");
    }

    @Test
    void aRightThatItGrantsItselfIsNone() {
        database.app.sql("grant update on handover.ledger to ledger_app").update();

        assertThatThrownBy(() -> database.app
                        .sql("update handover.ledger set body = 'x'")
                        .update())
                .rootCause()
                .hasMessageContaining("permission denied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into handover.ledger values ('FO-000003', 1, decode('7b7d0a7b7d', 'hex'), sha256('x'))",
                "insert into handover.ledger values ('../house', 1, '{}', sha256('x'))"
            })
    void whatCouldBeNeitherCopiedNorPackedIsNotTaken(String statement) {
        assertThatThrownBy(() -> database.app.sql(statement).update())
                .rootCause()
                .hasMessageContaining("violates check constraint");
    }

    @Test
    void theRoleThatRunsCanOnlyAppend() {
        database.append("FO-000002", 4);

        assertThat(database.ledger.tip("FO-000002").seq()).isEqualTo(4);
    }
}
