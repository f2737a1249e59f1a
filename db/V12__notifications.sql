-- What people and other systems are told of a run: one row for each target, written in the transaction in which it happens and
-- sent outside of it. It does not reference the run: the lock on the run's row that this takes could wait for somebody who waits
-- for the run's chain of the ledger, which the writer of this row may hold.

create table notification (
    number      bigint      generated always as identity primary key,
    id          uuid        not null unique default gen_random_uuid(), -- the same at every attempt, so that a receiver can drop doubles
    failover_id text        not null,
    target      text        not null,
    kind        text        not null,
    happening   text        not null,                                  -- as JSON: what is said, and to whom
    at          timestamptz not null,
    attempts    integer     not null default 0,
    due_at      timestamptz,                                           -- of the next attempt; while one is made, when another node takes it for lost
    give_up_at  timestamptz not null,
    last_error  text,
    sent_at     timestamptz,
    given_up_at timestamptz,
    check (num_nonnulls(due_at, sent_at, given_up_at) = 1)
);
create index notification_to_send on notification (target, failover_id, number) where due_at is not null;
create index notification_not_delivered on notification (number) where given_up_at is not null;
create index notification_of_failover on notification (failover_id, number);

grant select, insert, update on notification to ${appRole};
