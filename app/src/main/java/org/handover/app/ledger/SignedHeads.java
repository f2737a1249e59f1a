package org.handover.app.ledger;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.handover.verify.BrokenException;
import org.handover.verify.Certificates;
import org.handover.verify.ChainTip;
import org.handover.verify.Hash;
import org.handover.verify.KeyRing;
import org.handover.verify.KeySuccession;
import org.handover.verify.SignedHead;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The signed heads and the keys that signed them, as the database has them. What cannot be read is said as broken. */
@Component
public final class SignedHeads {

    private final JdbcClient jdbc;
    private final Clock clock;

    SignedHeads(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Nobody else signs or announces a key until the transaction ends. */
    void lock() {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('handover.signed_head', 0))")
                .query(rows -> {});
    }

    public Optional<SignedHead> last() throws BrokenException {
        return one(jdbc.sql("select body from handover.signed_head order by number desc limit 1")
                .query(String.class)
                .optional());
    }

    Optional<SignedHead> find(long number) throws BrokenException {
        return one(jdbc.sql("select body from handover.signed_head where number = ?")
                .param(number)
                .query(String.class)
                .optional());
    }

    private static Optional<SignedHead> one(Optional<String> body) throws BrokenException {
        return body.isPresent() ? Optional.of(SignedHead.parse(body.get())) : Optional.empty();
    }

    /** Heads by their numbers, from the first after a number. */
    List<SignedHead> after(long number, int limit) throws BrokenException {
        List<SignedHead> heads = new ArrayList<>();
        for (String body : jdbc.sql("select body from handover.signed_head where number > ? order by number limit ?")
                .params(number, limit)
                .query(String.class)
                .list()) {
            heads.add(SignedHead.parse(body));
        }
        return heads;
    }

    List<ChainTip> changedIn(long number) {
        return jdbc.sql("select chain, seq, hash from handover.sealed_tip where head_number = ?")
                .param(number)
                .query(SignedHeads::tip)
                .list();
    }

    /** The tips that a head was made over, by the names of their chains. */
    SortedMap<String, ChainTip> tipsAt(long number) {
        SortedMap<String, ChainTip> tips = new TreeMap<>();
        jdbc.sql(
                        """
                        select distinct on (chain) chain, seq, hash from handover.sealed_tip
                        where head_number <= ? order by chain, head_number desc""")
                .param(number)
                .query(SignedHeads::tip)
                .list()
                .forEach(tip -> tips.put(tip.chain(), tip));
        return tips;
    }

    /** The first head that has a chain end exactly here. */
    Optional<SignedHead> firstOver(ChainTip tip) throws BrokenException {
        Optional<Long> number = jdbc.sql(
                        """
                        select min(head_number) from handover.sealed_tip
                        where chain = ? and seq = ? and hash = ? having min(head_number) is not null""")
                .params(tip.chain(), tip.seq(), tip.hash().bytes())
                .query(Long.class)
                .optional();
        return number.isPresent() ? find(number.get()) : Optional.empty();
    }

    /** The first head that a key signed. */
    Optional<SignedHead> firstOf(Hash key) throws BrokenException {
        return one(jdbc.sql("select body from handover.signed_head where key = ? order by number limit 1")
                .param(key.hex())
                .query(String.class)
                .optional());
    }

    void insert(SignedHead head, Collection<ChainTip> changed) {
        jdbc.sql("insert into handover.signed_head values (?, ?, ?, ?)")
                .params(head.number(), head.text(), head.key().hex(), Timestamp.from(head.at()))
                .update();
        for (ChainTip tip : changed) {
            jdbc.sql("insert into handover.sealed_tip (chain, head_number, seq, hash) values (?, ?, ?, ?)")
                    .params(tip.chain(), head.number(), tip.seq(), tip.hash().bytes())
                    .update();
        }
    }

    private static ChainTip tip(ResultSet row, int number) throws SQLException {
        return new ChainTip(row.getString("chain"), row.getLong("seq"), Hash.of(row.getBytes("hash")));
    }

    /** Every key that ever signed; empty before the first one. */
    public Optional<KeyRing> keys() throws BrokenException {
        record Announced(byte[] certificate, @Nullable String succession) {}
        List<Announced> rows = jdbc.sql("select certificate, succession from handover.signing_key order by number")
                .query((row, number) -> new Announced(row.getBytes("certificate"), row.getString("succession")))
                .list();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<X509Certificate> certificates = new ArrayList<>();
        List<KeySuccession> successions = new ArrayList<>();
        for (Announced row : rows) {
            certificates.add(Certificates.ofPem(row.certificate()));
            if (row.succession() != null) {
                successions.add(KeySuccession.parse(row.succession()));
            }
        }
        return Optional.of(new KeyRing(certificates, successions));
    }

    void announce(X509Certificate certificate, @Nullable KeySuccession succession) {
        jdbc.sql(
                        """
                        insert into handover.signing_key (number, fingerprint, certificate, succession, announced_at)
                        select count(*) + 1, ?, ?, ?, ? from handover.signing_key""")
                .params(
                        Certificates.fingerprint(certificate).hex(),
                        Certificates.pem(certificate).getBytes(StandardCharsets.US_ASCII),
                        succession == null ? null : succession.text(),
                        Timestamp.from(clock.instant()))
                .update();
    }
}
