package org.handover.tool;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.handover.fuzz.Canary;
import org.handover.fuzz.Fuzzed;
import org.handover.fuzz.InTime;
import org.handover.fuzz.Mangled;
import org.handover.fuzz.Mutation;
import org.handover.fuzz.TextMutations;
import org.handover.printed.Printed;
import org.handover.printed.XmlMutations;

/** Whatever XML a server prints as its events, it is read or cannot be told, in time, and nothing is opened that it names. */
class EventListsAtScaleTest {

    private static final Canary CANARY = new Canary();
    private static final List<String> LISTS = Printed.by("wevtutil qe");
    private static final List<Mutation> MUTATIONS = new ArrayList<>();

    @BeforeContainer
    static void reachForTheCanary() {
        MUTATIONS.addAll(XmlMutations.reachingFor(CANARY.address()));
        MUTATIONS.addAll(TextMutations.with(Printed.all()));
    }

    @AfterContainer
    static void nothingWasOpened() {
        CANARY.close();
    }

    @Provide
    Arbitrary<Mangled> lists() {
        return Mangled.anyOf(LISTS, MUTATIONS);
    }

    @Fuzzed
    void the_latest_event(@ForAll("lists") Mangled list) throws Exception {
        String text = list.text();
        InTime.call(() -> Answers.read(EventQuery.latest(), 0, text));
    }

    @Fuzzed
    void the_newer_events(@ForAll("lists") Mangled list) throws Exception {
        String text = list.text();
        InTime.call(() -> Answers.read(EventQuery.newerThan(102, 10523, 10524), 0, text));
    }
}
