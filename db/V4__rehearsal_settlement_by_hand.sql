-- What the inventory named as master when a run was opened: an inventory that names another one was edited since, and is right.
create table inventory_master (
    failover_id text primary key references failover,
    master      text not null
);

-- The estate of a rehearsal: the twin that the lab made for this run. It goes when the run has ended.
create table run_estate (
    failover_id text primary key references failover,
    body        jsonb       not null,
    made_at     timestamptz not null
);

-- How a run that was left open is settled: one person asks, another one confirms.
create table settlement (
    failover_id  text primary key references failover,
    asked_by     text        not null,
    asked_at     timestamptz not null,
    words        text        not null,
    confirmed_by text,
    confirmed_at timestamptz,
    check ((confirmed_by is null) = (confirmed_at is null)),
    check (confirmed_by is distinct from asked_by)
);

-- What a person typed by hand on a server, and what it answered: where the application has no console there.
create table pasted_answer (
    failover_id text        not null references failover,
    step        text        not null,
    number      integer     not null check (number > 0),
    command     text        not null,
    answer      text        not null,
    given_by    text        not null,
    given_at    timestamptz not null,
    primary key (failover_id, step, number)
);

grant select, insert on inventory_master to ${appRole};
grant select, insert, delete on run_estate, pasted_answer to ${appRole};
grant select, insert, update on settlement to ${appRole};
