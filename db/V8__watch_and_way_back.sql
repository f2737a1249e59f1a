-- Which ended runs the watch of former masters has judged: it looks at the others, however many there are of these.
alter table failover add column former_judged boolean not null default false;
create index failover_not_judged on failover (id) where not former_judged;

-- The last runs of an SSO system: who its master is, and whether a former one has become master again.
create index failover_proven_of_system on failover (estate, sso_system, finished_at desc)
    where outcome in ('new-proven', 'former-proven');

create index former_watch_open on former_watch (since) where settled_at is null;

-- How a former master that a run has disabled is enabled again: one person asks, another one confirms, then it is done.
create table former_enabling (
    id           bigint generated always as identity primary key,
    failover_id  text        not null references failover,
    asked_by     text        not null,
    asked_at     timestamptz not null,
    words        text        not null,
    confirmed_by text,
    confirmed_at timestamptz,
    ended_at     timestamptz,
    enabled      boolean,                             -- whether it is proven to run again; false: it was left to a person
    check ((confirmed_by is null) = (confirmed_at is null)),
    check ((ended_at is null) = (enabled is null)),
    check (ended_at is null or confirmed_at is not null),
    check (confirmed_by is distinct from asked_by)
);
create unique index one_open_enabling_a_run on former_enabling (failover_id) where ended_at is null;

grant select, insert, update on former_enabling to ${appRole};
