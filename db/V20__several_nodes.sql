-- Several nodes on one database: each hears at once of what another one has committed, and knows on which one a password is.
-- A notification goes out with the commit, costs no statement of its own, and says which node it comes from (docs/decisions/0005).

create function tell_other_nodes() returns trigger language plpgsql as $$
begin
    perform pg_notify('handover', concat_ws(' ',
        coalesce(nullif(current_setting('handover.node', true), ''), '-'), tg_argv[0]));
    return null;
end $$;

create trigger step_is_open after insert on public.act_ru_ext_task
    for each statement execute function tell_other_nodes('step');
-- Timers have a due date; every node finds them by looking.
create trigger job_is_open after insert on public.act_ru_job
    for each row when (new.duedate_ is null) execute function tell_other_nodes('job');
create trigger something_is_to_be_told after insert on notification
    for each statement execute function tell_other_nodes('notification');

-- The kind stands near the beginning of an entry, and an entry may be long: only that much is looked at.
create function tell_other_nodes_of_entry() returns trigger language plpgsql as $$
begin
    perform pg_notify('handover', concat_ws(' ',
        coalesce(nullif(current_setting('handover.node', true), ''), '-'), 'entry', left(new.chain, 100),
        substring(encode(substring(new.body from 1 for 600), 'escape') from '"kind":"([A-Za-z0-9.-]{1,100})"')));
    return null;
end $$;
create trigger entry_is_written after insert on ledger
    for each row execute function tell_other_nodes_of_entry();

-- The node that a run's password was given to. The password itself stays in that node's memory.
create table password_place (
    failover_id text not null,
    purpose     text not null,
    node        text not null,
    since       timestamptz not null default now(),
    primary key (failover_id, purpose)
);
grant select, insert, update on password_place to ${appRole};

-- What was seen of a former master last, by whichever node: what changes is said once.
alter table former_watch add column answers boolean not null default false;
update former_watch set answers = true where returned_at is not null;
