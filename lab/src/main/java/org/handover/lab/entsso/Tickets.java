package org.handover.lab.entsso;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Tickets: an encrypted {@code DOMAIN\\user} with the time until which it counts. Whoever holds one redeems it for that
 * user's credentials (docs/entsso.md 1.1, 6.1). Their format is the lab's own.
 */
final class Tickets {

    private static final String PURPOSE = "ticket";

    private final EntssoService service;
    private final RuntimeCalls calls;

    Tickets(EntssoService service, RuntimeCalls calls) {
        this.service = service;
        this.calls = calls;
    }

    /** @throws SsoError 0x80070005 where tickets are not allowed, 0xC0002A1F without a secret */
    String issue(Caller caller) throws SsoError {
        ServiceMemory now = service.running();
        calls.requireEnabled();
        GlobalSettings settings = service.administration().readSettings();
        if (!settings.tickets().allowed()) {
            throw SsoError.of(SsoError.Code.ACCESS_DENIED);
        }
        SecretPair secrets = now.secrets();
        if (secrets == null) {
            throw SsoError.of(SsoError.Code.NO_SECRET);
        }
        Instant until = service.server()
                .clock()
                .instant()
                .plusSeconds(60L * settings.tickets().timeoutMinutes());
        byte[] sealed = service.vault().sealText(secrets, until.toEpochMilli() + " " + caller.account(), PURPOSE);
        String text = secrets.current().msid() + " " + Base64.getEncoder().encodeToString(sealed);
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The credentials of the ticket's user in an application.
     *
     * @throws SsoError 0xC0002A26 when it is too old, 0xC0002A1A when it does not open
     */
    RuntimeCalls.Credentials redeem(Caller redeemer, String application, String ticket) throws SsoError {
        try {
            AffiliateApplication found = calls.usable(application);
            GlobalSettings settings = service.administration().readSettings();
            if (!settings.tickets().allowed() || !found.flags().ticketsAllowed()) {
                throw SsoError.of(SsoError.Code.ACCESS_DENIED);
            }
            String[] parts = open(ticket, application).split(" ", 2);
            Instant until = Instant.ofEpochMilli(Long.parseLong(parts[0]));
            boolean counts = settings.tickets().validated()
                    && found.flags().ticketsValidated()
                    && found.flags().ticketsTimeOut();
            if (counts && service.server().clock().instant().isAfter(until)) {
                SsoError expired = SsoError.of(SsoError.Code.TICKET_EXPIRED);
                service.write(EntssoEvent.TICKET_NOT_DECRYPTED, application, expired.codeText());
                throw expired;
            }
            String user = parts[1];
            Caller onBehalf =
                    new Caller(user, redeemer.computer(), false, redeemer.ssoAdministrator(), redeemer.groups());
            return calls.credentials(onBehalf, application, user);
        } catch (SQLException unreachable) {
            throw SsoError.of(SsoError.Code.DATABASE);
        }
    }

    private String open(String ticket, String application) throws SsoError {
        String[] parts;
        byte[] sealed;
        Msid msid;
        try {
            parts = new String(Base64.getDecoder().decode(ticket), StandardCharsets.UTF_8).split(" ", 2);
            msid = Msid.parse(parts[0]);
            sealed = Base64.getDecoder().decode(parts[1]);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException noTicket) {
            service.write(EntssoEvent.TICKET_MALFORMED, application);
            throw SsoError.of(SsoError.Code.INVALID_ARGUMENT);
        }
        SecretPair secrets = service.running().secrets();
        if (secrets == null) {
            throw SsoError.of(SsoError.Code.NO_SECRET);
        }
        Optional<String> text =
                secrets.byMsid(msid).flatMap(secret -> service.vault().openText(secret, sealed, PURPOSE));
        if (text.isEmpty()) {
            SsoError refused = SsoError.of(SsoError.Code.DECRYPTION_FAILED);
            service.write(EntssoEvent.TICKET_NOT_DECRYPTED, application, refused.codeText());
            throw refused;
        }
        return text.get();
    }
}
