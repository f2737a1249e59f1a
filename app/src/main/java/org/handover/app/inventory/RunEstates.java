package org.handover.app.inventory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.handover.console.Credential;
import org.handover.console.ServerAddress;
import org.handover.journal.FailoverId;
import org.handover.sso.EstateName;
import org.handover.sso.Msid;
import org.handover.sso.Sha256;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
import org.handover.sso.WindowsPath;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The estates of rehearsals: each belongs to one run, is named after it, and is gone when the run has ended. */
public final class RunEstates {

    private static final String PREFIX = "rehearsal-";

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;
    private final Map<FailoverId, Twin> known = new ConcurrentHashMap<>();

    public RunEstates(JdbcClient jdbc, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    public static EstateName nameOf(FailoverId run) {
        return EstateName.of(PREFIX + run.value());
    }

    /** No estate of an inventory may begin so. */
    public static boolean isTwin(EstateName estate) {
        return estate.value().startsWith(PREFIX);
    }

    /** Keeps the twin with its run, in the caller's transaction. */
    public void keep(FailoverId run, Twin twin) {
        jdbc.sql("insert into handover.run_estate (failover_id, body, made_at) values (?, ?::jsonb, ?)")
                .params(run.value(), write(twin), Timestamp.from(clock.instant()))
                .update();
    }

    public Optional<Twin> of(FailoverId run) {
        return Optional.ofNullable(known.get(run)).or(() -> {
            Optional<Twin> kept = jdbc.sql("select body from handover.run_estate where failover_id = ?")
                    .param(run.value())
                    .query(String.class)
                    .optional()
                    .map(this::read);
            kept.ifPresent(twin -> known.put(run, twin));
            return kept;
        });
    }

    /** The runs that have ended and released their SSO system, but whose twin is still kept. */
    public List<FailoverId> ended() {
        return jdbc
                .sql(
                        """
                        select twin.failover_id from handover.run_estate as twin
                        join handover.failover as run on run.id = twin.failover_id
                        where run.finished_at is not null
                            and not exists (select 1 from handover.reservation where failover_id = run.id)""")
                .query(String.class)
                .list()
                .stream()
                .map(FailoverId::new)
                .toList();
    }

    public void forget(FailoverId run) {
        jdbc.sql("delete from handover.run_estate where failover_id = ?")
                .param(run.value())
                .update();
        known.remove(run);
    }

    Optional<SsoSystem> find(EstateName estate, SsoSystemName name) {
        return twinOf(estate)
                .filter(twin -> SsoSystemName.of(twin.ssoSystem()).equals(name))
                .map(twin -> systemOf(estate, twin));
    }

    ServerAddress address(EstateName estate, SsoServerName server) {
        Twin twin = twinOf(estate)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The twin of the rehearsal %s is gone; nothing can be typed there.".formatted(estate)));
        return twin.servers().stream()
                .filter(one -> SsoServerName.of(one.name()).equals(server))
                .findFirst()
                .map(one -> new ServerAddress(
                        estate,
                        server,
                        one.host(),
                        one.port(),
                        one.hostKey(),
                        twin.account(),
                        new Credential.KeyFile(Path.of(twin.privateKey()))))
                .orElseThrow(() -> new IllegalArgumentException(
                        "The twin of the rehearsal %s has no server %s.".formatted(estate, server)));
    }

    private Optional<Twin> twinOf(EstateName estate) {
        String run = estate.value().substring(PREFIX.length());
        return FailoverId.isValid(run) ? of(new FailoverId(run)) : Optional.empty();
    }

    /** The twin as an SSO system of the run's own estate. */
    public static SsoSystem systemOf(EstateName estate, Twin twin) {
        return new SsoSystem(
                estate,
                SsoSystem.Kind.REHEARSAL,
                SsoSystemName.of(twin.ssoSystem()),
                SsoServerName.of(twin.masterSecretServer()),
                twin.servers().stream()
                        .map(server -> SsoServerName.of(server.name()))
                        .toList(),
                List.of(new SsoSystem.RestoreFile(
                        WindowsPath.of(twin.restoreFile().path()),
                        Sha256.of(twin.restoreFile().sha256()),
                        Msid.of(twin.restoreFile().msid()))),
                twin.approval());
    }

    private String write(Twin twin) {
        try {
            return json.writeValueAsString(twin);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Twin read(String body) {
        try {
            return json.readValue(body, Twin.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The estate of a rehearsal cannot be read.", e);
        }
    }
}
