-- The board's list of runs: found by words, and read page by page from an index, however many runs there are.

alter table failover add column words tsvector generated always as (to_tsvector('simple', translate(
    id || ' ' || estate || ' ' || sso_system || ' ' || former_master || ' ' || new_master || ' ' || requested_by
        || ' ' || coalesce(requested_for, '') || ' ' || reason || ' ' || coalesce(incident, ''),
    '-_./\:@"', '        '))) stored;

create index failover_by_words on failover using gin (words);
create index failover_of_system on failover (estate, sso_system, requested_at desc, id desc);
create index failover_in_state on failover (state, requested_at desc, id desc);
create index failover_rehearsed on failover (rehearsal, requested_at desc, id desc);
create index failover_open on failover (requested_at desc, id desc) where finished_at is null;

-- What an auditor asks for first, counted as runs end, so that nobody has to count a million rows.
create table failover_count (
    month date   not null,                            -- its first day, in UTC, of the request
    kind  text   not null check (kind in ('real', 'demonstration', 'rehearsal')),
    state text   not null,
    runs  bigint not null,
    primary key (month, kind, state)
);

create function count_failover(run failover, more integer) returns void language sql as $$
    insert into handover.failover_count (month, kind, state, runs)
    values (date_trunc('month', run.requested_at at time zone 'UTC')::date,
        case when run.rehearsal then 'rehearsal' when run.demonstration then 'demonstration' else 'real' end,
        run.state, more)
    on conflict (month, kind, state) do update set runs = handover.failover_count.runs + excluded.runs
$$;

create function count_ended_failover() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' and old.finished_at is not null then
        perform handover.count_failover(old, -1);
    end if;
    if new.finished_at is not null then
        perform handover.count_failover(new, 1);
    end if;
    return null;
end $$;

insert into failover_count (month, kind, state, runs)
select date_trunc('month', requested_at at time zone 'UTC')::date,
    case when rehearsal then 'rehearsal' when demonstration then 'demonstration' else 'real' end, state, count(*)
from failover where finished_at is not null group by 1, 2, 3;

create trigger failover_is_counted after insert or update of state, finished_at on failover
    for each row execute function count_ended_failover();

create index approval_newest on approval (decided_at desc);
create index proven_by_word on proven (proven_at desc) where how = 'asserted';
create index intent_in_trouble on intent (closed_at desc) where outcome <> 'proven';

grant select, insert, update on failover_count to ${appRole};
