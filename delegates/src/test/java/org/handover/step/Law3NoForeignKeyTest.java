package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Law 3: before any server is named master its SSOSS is read; a key there that is not the one in use blocks. */
final class Law3NoForeignKeyTest {

    private static final String FOREIGN = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

    @Test
    void law3_aForeignKeyOnTheNewServerBlocksAndMayNotBeGoneOver() {
        Way way = Way.masterLost();
        way.server("SSO02").secrets.add(FOREIGN);

        Map<String, Object> seen = way.look();

        assertThat(seen).containsEntry("blocking", true).containsEntry("mayGoOn", false);
        assertThat((List<?>) seen.get("findings")).anySatisfy(row -> assertThat(row)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.map(String.class, String.class))
                .containsEntry("law", "law 3")
                .containsEntry("result", "blocking"));
    }

    @Test
    void law3_aForeignKeyThatCameSinceKeepsTheCommandLineFromNaming() {
        Way way = Way.masterLost().ready();
        way.server("SSO02").secrets.add(FOREIGN);

        assertThat(way.failed(way.updateDatabase()).failure()).contains("handed out to all servers");
        assertThat(way.changesTyped()).isEmpty();
    }

    @Test
    void law3_aForeignKeyThatCameSinceKeepsTheSnapInFromBeingShown() {
        Way way = Way.bySnapIn().ready();
        way.server("SSO02").secrets.add(FOREIGN);

        assertThat(way.failed(way.openSnapInChange()).failure()).contains("handed out to all servers");
        assertThat(way.journal.openIntent(way.id)).isEmpty();
    }

    @Test
    void law3_aFormerThatLostTheSecretInUseIsNotNamedAgainAndNoRollBackIsOffered() {
        Way way = Way.planned().named();
        way.server("SSO01").secrets.clear();
        way.server("SSO01").secrets.add(FOREIGN);
        way.changesTyped();

        assertThat(way.failed(way.checkWayBack()).failure()).contains("no longer holds the secret in use");
        assertThat(way.pointOfNoReturn.of(way.failover()).rollBackOffered()).isFalse();
        assertThat(way.failed(way.nameFormer()).failure()).contains("cannot be rolled back");
        assertThat(way.estate.secretServer).isEqualTo("SSO02");
    }
}
