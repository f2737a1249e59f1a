-- Handover's own tables. The engine's lie in the schema public (V1 runs the engine jar's scripts there).
-- ${appRole} runs the application: it has no DDL, and can neither change nor delete a row of the ledger, a plan or an approval.

grant usage on schema public to ${appRole};
grant select, insert, update, delete on all tables in schema public to ${appRole};

grant usage on schema handover to ${appRole};

create sequence failover_number;

create table failover (
    id                       text primary key check (id ~ '^FO-[0-9]{6,}$'),
    estate                   text        not null,
    sso_system               text        not null,
    former_master            text        not null,
    new_master               text        not null,
    situation                text        not null check (situation in ('master-lost', 'planned')),
    path                     text        not null check (path in ('command-line', 'snap-in')),
    rehearsal                boolean     not null,
    demonstration            boolean     not null,
    restore_file             text        not null,
    reason                   text        not null,
    incident                 text,
    requested_by             text        not null,
    requested_at             timestamptz not null,
    process_instance_id      text,
    state                    text        not null check (state in (
        'checking', 'awaiting-approval', 'promoting', 'awaiting-password', 'verifying', 'awaiting-confirmation',
        'needs-decision', 'rolling-back', 'succeeded', 'rolled-back', 'withdrawn', 'rejected', 'aborted', 'left-open')),
    outcome                  text check (outcome in ('new-proven', 'former-proven', 'unchanged', 'unknown')),
    finished_at              timestamptz,
    plan_digest              text
);
create index failover_newest_first on failover (requested_at desc, id desc);

-- One open run on an SSO system of an estate, whoever starts it and however often.
create table reservation (
    estate      text not null,
    sso_system  text not null,
    failover_id text unique references failover, -- drawn when the reservation has won
    primary key (estate, sso_system)
);

create table idempotency (
    caller         text  not null,
    key            text  not null,
    request_digest text  not null,
    failover_id    text  references failover,
    primary key (caller, key)
);

-- What lookAtEstate saw last; the plan is made from it.
create table estate_look (
    failover_id text primary key references failover,
    body        bytea       not null,
    looked_at   timestamptz not null
);

create table plan (
    failover_id text        not null references failover,
    digest      text        not null,
    body        bytea       not null,
    made_at     timestamptz not null,
    primary key (failover_id, digest)
);

create table approval (
    failover_id text        not null,
    plan_digest text        not null,
    approver    text        not null,
    decision    text        not null check (decision in ('approve', 'reject')),
    comment     text,
    decided_at  timestamptz not null,
    expires_at  timestamptz not null,
    primary key (failover_id, plan_digest, approver),
    foreign key (failover_id, plan_digest) references plan
);

-- What was meant to be typed, written before it is; and what came of it, written after.
create table intent (
    id           bigint generated always as identity primary key,
    failover_id  text        not null references failover,
    plan_digest  text        not null,
    step         text        not null,
    attempt      integer     not null,
    server       text        not null,
    kind         text        not null check (kind in ('file', 'change')),
    command_line text        not null,
    claim        text        not null,
    noted        text        not null,
    opened_at    timestamptz not null,
    worker       text        not null,
    closed_at    timestamptz,
    outcome      text check (outcome in ('proven', 'not-proven', 'unknown', 'refused')),
    unique (failover_id, step, attempt),
    check ((closed_at is null) = (outcome is null))
);
create unique index one_open_intent_a_run on intent (failover_id) where closed_at is null;

-- What a later step may rely on: a step that is proven, or a person's recorded confirmation.
create table proven (
    failover_id text        not null references failover,
    plan_digest text        not null,
    step        text        not null,
    how         text        not null check (how in ('done', 'found-done', 'asserted')),
    proven_at   timestamptz not null,
    primary key (failover_id, plan_digest, step)
);

-- Hash-chained: hash = SHA-256(previous hash, chain, seq, body). One chain a run and one, 'house', for everything else.
create table ledger (
    chain text   not null,
    seq   bigint not null check (seq > 0),
    body  bytea  not null,
    hash  bytea  not null check (length(hash) = 32),
    primary key (chain, seq)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'The table % is append-only: its rows are evidence.', tg_table_name using errcode = '42501';
end $$;

create trigger ledger_is_append_only before update or delete or truncate on ledger
    for each statement execute function refuse_change();
create trigger plan_is_append_only before update or delete or truncate on plan
    for each statement execute function refuse_change();
create trigger approval_is_append_only before update or delete or truncate on approval
    for each statement execute function refuse_change();

-- Bearer tokens of tools: shown once, kept as SHA-256.
create table api_token (
    token_digest text primary key,
    user_id      text        not null,
    made_at      timestamptz not null
);

-- What this installation remembers about itself, such as that its demonstration was opened.
create table installation (
    key   text primary key,
    value text not null
);

grant usage on sequence failover_number to ${appRole};
grant select, insert on ledger, plan, approval to ${appRole};
grant select, insert, update on failover, idempotency, intent, installation, estate_look, proven to ${appRole};
grant select, insert, update, delete on reservation, api_token to ${appRole};
