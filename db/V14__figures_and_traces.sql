-- For machines that watch: runs are counted by outcome too, and a run knows the trace of the incident that it was started for.

alter table failover_count add column outcome text not null default '';
alter table failover_count drop constraint failover_count_pkey;
alter table failover_count add primary key (month, kind, state, outcome);

create or replace function count_failover(run failover, more integer) returns void language sql as $$
    insert into handover.failover_count (month, kind, state, outcome, runs)
    values (date_trunc('month', run.requested_at at time zone 'UTC')::date,
        case when run.rehearsal then 'rehearsal' when run.demonstration then 'demonstration' else 'real' end,
        run.state, coalesce(run.outcome, ''), more)
    on conflict (month, kind, state, outcome) do update set runs = handover.failover_count.runs + excluded.runs
$$;

delete from failover_count;
insert into failover_count (month, kind, state, outcome, runs)
select date_trunc('month', requested_at at time zone 'UTC')::date,
    case when rehearsal then 'rehearsal' when demonstration then 'demonstration' else 'real' end,
    state, coalesce(outcome, ''), count(*)
from failover where finished_at is not null group by 1, 2, 3, 4;

drop trigger failover_is_counted on failover;
create trigger failover_is_counted after insert or update of state, outcome, finished_at on failover
    for each row execute function count_ended_failover();

create table failover_trace (
    failover_id  text primary key references failover,
    trace_parent text not null check (trace_parent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$') -- W3C Trace Context
);

grant select, insert on failover_trace to ${appRole};
