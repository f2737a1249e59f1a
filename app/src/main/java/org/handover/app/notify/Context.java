package org.handover.app.notify;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.handover.journal.Failover;
import org.handover.journal.Journal;
import org.handover.sso.EstateName;
import org.handover.sso.SsoSystemName;
import org.jspecify.annotations.Nullable;

/** What somebody has to know of what a message is about. */
sealed interface Context {

    /** With which a title begins. */
    String name();

    /** What the link leads to. */
    String page();

    /** Mails of one thread stand together. */
    String thread();

    /** For people, by what it is called. */
    Map<String, String> facts();

    /** For programs, by its name (docs/operations.md, Notifications). */
    Map<String, Object> fields();

    /** The id of the incident that is told, where the target tells incidents. */
    default Optional<String> incidentToTell() {
        return Optional.empty();
    }

    record OfRun(Failover run, @Nullable String incident) implements Context {

        @Override
        public String name() {
            return "%s (%s)".formatted(run.id(), run.ssoSystem());
        }

        @Override
        public String page() {
            return "The run";
        }

        @Override
        public String thread() {
            return run.id().value();
        }

        @Override
        public Map<String, String> facts() {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("SSO system", "%s of the estate %s".formatted(run.ssoSystem(), run.estate()));
            facts.put("Change", "%s → %s, %s".formatted(run.formerMaster(), run.newMaster(), run.situation()));
            facts.put(
                    "Asked for by",
                    run.requestedBy() + (run.requestedFor() == null ? "" : " for " + run.requestedFor()));
            return facts;
        }

        @Override
        public Map<String, Object> fields() {
            return Journal.ordered(
                    "failover", run.id().value(),
                    "estate", run.estate().value(),
                    "ssoSystem", run.ssoSystem().value(),
                    "formerMasterSecretServer", run.formerMaster().value(),
                    "newMasterSecretServer", run.newMaster().value(),
                    "situation", run.situation());
        }

        @Override
        public Optional<String> incidentToTell() {
            return Optional.ofNullable(incident);
        }
    }

    record OfSystem(EstateName estate, SsoSystemName ssoSystem) implements Context {

        @Override
        public String name() {
            return "%s (%s)".formatted(ssoSystem, estate);
        }

        @Override
        public String page() {
            return "The board";
        }

        @Override
        public String thread() {
            return UUID.nameUUIDFromBytes("%s/%s".formatted(estate, ssoSystem).getBytes(StandardCharsets.UTF_8))
                    .toString();
        }

        @Override
        public Map<String, String> facts() {
            return Map.of("SSO system", "%s of the estate %s".formatted(ssoSystem, estate));
        }

        @Override
        public Map<String, Object> fields() {
            return Journal.ordered("estate", estate.value(), "ssoSystem", ssoSystem.value());
        }
    }
}
