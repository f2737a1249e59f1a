-- What a run is follows from the estate on which it acts, whoever started it. The list narrows to it, and the months count by it.

update failover set demonstration = true where estate = 'demonstration' and not rehearsal;

alter table failover add column kind text not null generated always as (
    case when rehearsal then 'rehearsal' when demonstration then 'demonstration' else 'real' end) stored;

-- Whatever the list is narrowed to, an index has it in the order in which it is read: a page reads its own rows, and no history.
create index failover_of_kind on failover (kind, requested_at desc, id desc);
create index failover_of_system_in_state on failover (estate, sso_system, state, requested_at desc, id desc);
create index failover_of_system_of_kind on failover (estate, sso_system, kind, requested_at desc, id desc);
create index failover_in_state_of_kind on failover (state, kind, requested_at desc, id desc);
create index failover_of_system_in_state_of_kind
    on failover (estate, sso_system, state, kind, requested_at desc, id desc);

create or replace function count_failover(run failover, more integer) returns void language sql as $$
    insert into handover.failover_count (month, kind, state, outcome, runs)
    values (date_trunc('month', run.requested_at at time zone 'UTC')::date, run.kind, run.state,
        coalesce(run.outcome, ''), more)
    on conflict (month, kind, state, outcome) do update set runs = handover.failover_count.runs + excluded.runs
$$;

delete from failover_count;
insert into failover_count (month, kind, state, outcome, runs)
select date_trunc('month', requested_at at time zone 'UTC')::date, kind, state, coalesce(outcome, ''), count(*)
from failover where finished_at is not null group by 1, 2, 3, 4;
