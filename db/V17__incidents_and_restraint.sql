-- What tools report, and what keeps them from starting too much.

create table switch (
    name       text        primary key,
    is_on      boolean     not null,
    changed_by text,
    changed_at timestamptz,
    reason     text
);
insert into switch (name, is_on) values ('tool-starts', true);

-- Runs that a tool has started: the next one on the same SSO system waits for a person who has seen this one, or for the time.
create table tool_start (
    failover_id     text        primary key references failover,
    estate          text        not null,
    sso_system      text        not null,
    started_at      timestamptz not null,
    acknowledged_by text,
    acknowledged_at timestamptz,
    words           text,
    check ((acknowledged_by is null) = (acknowledged_at is null))
);
create index tool_start_not_acknowledged on tool_start (estate, sso_system, started_at desc) where acknowledged_at is null;

-- A run that a tool has started takes a place, and gives it back when it ends, however it does. How many of them are in use is a
-- setting: a row is locked when it is taken, so any number of nodes cannot take one place twice.
create table tool_place (
    number      integer primary key check (number > 0),
    failover_id text    references failover
);
insert into tool_place (number) select generate_series(1, 1000);
create index tool_place_free on tool_place (number) where failover_id is null;
create index tool_place_of_run on tool_place (failover_id) where failover_id is not null;

create function give_place_back() returns trigger language plpgsql as $$
begin
    update handover.tool_place set failover_id = null where failover_id = new.id;
    return null;
end $$;
create trigger failover_gives_its_place_back after update of finished_at on failover
    for each row when (new.finished_at is not null) execute function give_place_back();

-- Starts that did not happen when they were asked for: they wait for a place, or were refused.
create table held_start (
    number          bigint generated always as identity primary key,
    estate          text        not null,             -- empty where the request named none
    sso_system      text        not null,
    new_master      text        not null,
    asked_by        text        not null,
    asked_at        timestamptz not null,
    last_asked_at   timestamptz not null,
    count           integer     not null default 1,
    priority        integer     not null,
    state           text        not null check (state in ('waiting', 'started', 'refused', 'withdrawn')),
    reason          text        not null,
    says            text        not null,
    until           timestamptz,
    request         text,                             -- as JSON, of one that waits or has waited
    idempotency_key text,
    failover_id     text        references failover,
    decided_by      text,
    decided_at      timestamptz,
    check (state <> 'waiting' or request is not null)
);
create unique index one_waits_for_a_system on held_start (estate, sso_system) where state = 'waiting';
create index held_start_in_turn on held_start (priority, number) where state = 'waiting';
create index held_start_newest_first on held_start (state, number desc);
-- A tool that asks again and again is counted.
create unique index refused_start_is_counted on held_start
    (asked_by, estate, sso_system, reason, date_trunc('hour', asked_at at time zone 'UTC'))
    where state = 'refused' and request is null;

alter table idempotency add column held_start bigint references held_start;

create table incident (
    source      text        not null,
    id          text        not null,
    url         text,
    title       text        not null,
    status      text        not null check (status in ('open', 'resolved')),
    said_at     timestamptz not null,                 -- by the tool's clock
    first_at    timestamptz not null,
    last_at     timestamptz not null,
    count       bigint      not null default 1,
    entries     integer     not null default 0,       -- in the ledger
    outcome     text        not null check (outcome in ('new', 'run', 'waits', 'refused', 'no-rule', 'no-run')),
    says        text        not null default '',
    estate      text,
    sso_system  text,
    held_start  bigint      references held_start,
    failover_id text        references failover,
    primary key (source, id)
);
create index incident_of_run on incident (failover_id, last_at desc) where failover_id is not null;
create index incident_that_waits on incident (held_start) where held_start is not null;
create index incident_newest_first on incident (last_at desc, source, id);

grant select, update on switch, tool_place to ${appRole};
grant select, insert, update on tool_start, held_start, incident to ${appRole};
