package org.handover.app.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.handover.app.ledger.LedgerDatabase;
import org.handover.check.MasterLook;
import org.handover.sso.ApprovalRules;
import org.handover.sso.EstateName;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of trouble that the watch of the masters sees: it is told once, and once when it is over. */
class MasterTroubleTest {

    private static final SsoServerName MASTER = SsoServerName.of("SSO01");
    private static final SsoSystem CONTOSO = new SsoSystem(
            EstateName.of("production"),
            SsoSystem.Kind.REAL,
            SsoSystemName.of("CONTOSO"),
            MASTER,
            List.of(MASTER, SsoServerName.of("SSO02")),
            List.of(),
            new ApprovalRules(1, Duration.ofMinutes(15), List.of(), List.of(), false));

    private final LedgerDatabase database = new LedgerDatabase();
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aMasterThatIsAwayAtTwoLooksInARowIsToldOnceAndOnceWhenItIsBackWhicheverNodeLooks() {
        MasterWatch one = node();
        MasterWatch other = node();

        sees(one, MasterLook.State.SILENT);
        assertThat(told).as("it may be one lost look").isEmpty();
        sees(other, MasterLook.State.STOPPED);
        sees(one, MasterLook.State.SILENT);
        sees(other, MasterLook.State.CANNOT_TELL);
        sees(one, MasterLook.State.SILENT);
        assertThat(told).containsExactly("begins DOWN: SSO01 answers, but its ENTSSO does not run.");

        sees(other, MasterLook.State.ANSWERS);
        sees(one, MasterLook.State.ANSWERS);
        assertThat(told).hasSize(2).endsWith("ends DOWN: SSO01 answers, and its ENTSSO runs.");

        sees(one, MasterLook.State.SILENT);
        sees(one, MasterLook.State.SILENT);
        assertThat(told).as("the next time it is told again").hasSize(3);
    }

    @Test
    void oneLookThatIsLostTellsNobody() {
        MasterWatch watch = node();

        sees(watch, MasterLook.State.SILENT);
        sees(watch, MasterLook.State.ANSWERS);
        sees(watch, MasterLook.State.SILENT);
        sees(watch, MasterLook.State.CANNOT_TELL);

        assertThat(told).isEmpty();
    }

    @Test
    void twoMastersAreToldAtTheFirstLook() {
        MasterWatch watch = node();

        sees(watch, MasterLook.State.TWO_MASTERS);
        sees(watch, MasterLook.State.TWO_MASTERS);
        sees(watch, MasterLook.State.ANSWERS);

        assertThat(told)
                .containsExactly(
                        "begins TWO_MASTERS: The servers disagree about who is master: SSO01, SSO02.",
                        "ends TWO_MASTERS: SSO01 answers, and its ENTSSO runs.");
    }

    @Test
    void whatIsToldAndWhatIsSeenAreOneTransaction() {
        MasterWatch fails = new MasterWatch(
                database.app, database.newTransaction, database.ledger, LedgerDatabase.CLOCK, new Listener() {
                    @Override
                    public void begins(SsoSystem system, Trouble trouble, String sentence) {
                        throw new IllegalStateException("the outbox is away");
                    }
                });

        assertThatThrownBy(() -> sees(fails, MasterLook.State.TWO_MASTERS)).hasMessage("the outbox is away");
        assertThat(fails.of(CONTOSO)).as("what was seen").isEmpty();

        sees(node(), MasterLook.State.TWO_MASTERS);
        assertThat(told).hasSize(1);
    }

    private MasterWatch node() {
        return new MasterWatch(
                database.app, database.newTransaction, database.ledger, LedgerDatabase.CLOCK, new Listener());
    }

    private static void sees(MasterWatch node, MasterLook.State state) {
        node.claim(CONTOSO, Duration.ZERO);
        List<String> masters =
                state == MasterLook.State.TWO_MASTERS ? List.of("SSO01", "SSO02") : List.of(MASTER.value());
        node.saw(CONTOSO, new MasterLook(state, MASTER, masters, List.of()));
    }

    private class Listener implements TroubleListener {

        @Override
        public void begins(SsoSystem system, Trouble trouble, String sentence) {
            told.add("begins %s: %s".formatted(trouble, sentence));
        }

        @Override
        public void ends(SsoSystem system, Trouble trouble, String sentence) {
            told.add("ends %s: %s".formatted(trouble, sentence));
        }
    }
}
