-- The last entry of a chain, for whoever appends the next one: nobody else does until that transaction ends. One question instead
-- of two; a function that is volatile looks anew after it has waited.
create function tip_to_append_to(appended_chain text) returns table (chain text, seq bigint, hash bytea)
    language plpgsql volatile as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(appended_chain, 0));
    return query
        select last.chain, last.seq, last.hash from handover.ledger as last
        where last.chain = appended_chain order by last.seq desc limit 1;
end
$$;
revoke execute on function tip_to_append_to(text) from public;
grant execute on function tip_to_append_to(text) to ${appRole};
