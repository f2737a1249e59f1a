-- What the whole runbook needs beside V2: both paths, backups that runs made, the way back, and former masters that are watched.

-- 'auto' until choose-path.dmn has chosen.
alter table failover drop constraint failover_path_check;
alter table failover add constraint failover_path_check check (path in ('auto', 'command-line', 'snap-in'));

-- What is known of who is master when the run has ended, in words (law 7).
alter table failover add column known text;

-- Backups of a master secret that runs made; each is one more restore file of its SSO system.
create table recorded_backup (
    id          bigint generated always as identity primary key,
    failover_id text        not null references failover,
    purpose     text        not null check (purpose in ('former', 'fresh')),
    estate      text        not null,
    sso_system  text        not null,
    server      text        not null,                 -- on which it was made; where it lies unless it is in the store
    path        text        not null,                 -- on that server, or the file's name in the store
    in_store    boolean     not null,
    sha256      text        not null check (sha256 ~ '^[0-9a-f]{64}$'),
    msid        text        not null,
    taken_at    timestamptz not null
);
create index recorded_backup_of_system on recorded_backup (estate, sso_system, taken_at);
create trigger recorded_backup_is_append_only before update or delete or truncate on recorded_backup
    for each statement execute function refuse_change();

-- What each look at the way back saw (law 6): the newest says whether the former answers, any says whether the secret was replaced.
create table way_back_look (
    id                  bigint generated always as identity primary key,
    failover_id         text        not null references failover,
    step                text        not null,
    former_answers      boolean     not null,
    former_holds_secret boolean,                      -- null: could not be seen
    secret_replaced     boolean,                      -- 10525 or 10562 on the new master; null: could not be seen
    seen                text        not null,
    looked_at           timestamptz not null
);
create index way_back_look_of_run on way_back_look (failover_id, id);

-- Former masters that may come back and must not become a second master unnoticed, until somebody has settled it.
create table former_watch (
    failover_id text primary key references failover,
    estate      text        not null,
    sso_system  text        not null,
    server      text        not null,
    since       timestamptz not null,
    last_seen   timestamptz,
    returned_at timestamptz,
    settled_at  timestamptz,
    settled_by  text,
    check ((settled_at is null) = (settled_by is null))
);

grant select, insert on recorded_backup, way_back_look to ${appRole};
grant select, insert, update on former_watch to ${appRole};
