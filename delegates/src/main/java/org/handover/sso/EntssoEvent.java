package org.handover.sso;

import java.util.Map;
import java.util.Optional;

/**
 * An event by which ENTSSO says that something is wrong (docs/entsso.md 5.4), with what it means for whoever changes the master
 * secret server.
 *
 * @param id 10550 for example
 * @param means one sentence
 * @param whatToDo one sentence that an operator can act on
 */
public record EntssoEvent(int id, String means, String whatToDo) {

    private static final Map<Integer, EntssoEvent> KNOWN = Map.ofEntries(
            event(10503, "ENTSSO did not start.", "See what it logged before that, put it right, and start it again."),
            event(
                    10511,
                    "The registry of the server names no SSO database.",
                    "Join the server to the SSO system with the configuration program."),
            event(
                    10513,
                    "ENTSSO did not reach the SSO database when it started.",
                    "Bring the SQL server up and make it reachable from this server, then start ENTSSO again."),
            event(
                    10517,
                    "An account that the SSO system is set up with is not known on this server.",
                    "Ask the domain whether the group still exists and can be looked up, then start ENTSSO again."),
            event(10520, "The master secret server has no secret.", "Restore the master secret there."),
            event(
                    10521,
                    "The master secret server cannot load its secrets.",
                    "Give ENTSSO its former account back and restart it, or restore the master secret there."),
            event(
                    10532,
                    "No secret can be had from the master secret server.",
                    "See that ENTSSO runs there, and that it can be reached from this server."),
            event(10536, "ENTSSO refused a call, or could not carry it out.", "See its code."),
            event(
                    10550,
                    "The account of ENTSSO is not in the SSO Administrators, so ENTSSO does not start.",
                    "Put the account into that group, then start ENTSSO again."),
            event(
                    10564,
                    "The file is no backup of a master secret, or a damaged one.",
                    "Put the recorded backup there, and compare its digest."),
            event(
                    10565,
                    "A secret under SSOSS does not open: ENTSSO runs under another account than the one that stored it, or it is damaged.",
                    "Give ENTSSO its former account back and restart it, or restore the master secret there."),
            event(
                    10728,
                    "ENTSSO is newer than the SSO database, so it does not start.",
                    "Upgrade the SSO database with ssoconfig -upgradeDB, or choose a server of the database's version; then start ENTSSO again."));

    private static Map.Entry<Integer, EntssoEvent> event(int id, String means, String whatToDo) {
        return Map.entry(id, new EntssoEvent(id, means, whatToDo));
    }

    /** Empty where the event reports no trouble, or none that is known here. */
    public static Optional<EntssoEvent> of(int id) {
        return Optional.ofNullable(KNOWN.get(id));
    }
}
