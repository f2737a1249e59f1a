-- Appends an entry to its chain in one question: takes the chain's lock, so that nobody else appends until this transaction ends, looks
-- for the last entry anew after it has waited, and hashes as the verifier does (docs/evidence.md):
-- SHA-256(hash before, length of the name, name, number, body).
create function append_entry(to_chain text, entry bytea) returns void language plpgsql volatile as $$
declare
    name  bytea := convert_to(to_chain, 'UTF8');
    last  record;
    place bigint;
begin
    perform pg_advisory_xact_lock(hashtextextended(to_chain, 0));
    select seq, hash into last from handover.ledger where chain = to_chain order by seq desc limit 1;
    place := coalesce(last.seq, 0) + 1;
    insert into handover.ledger (chain, seq, body, hash) values (to_chain, place, entry, sha256(
        coalesce(last.hash, decode(repeat('00', 32), 'hex'))
        || int4send(octet_length(name)) || name || int8send(place) || entry));
end
$$;
revoke execute on function append_entry(text, bytea) from public;
grant execute on function append_entry(text, bytea) to ${appRole};
drop function tip_to_append_to(text);
