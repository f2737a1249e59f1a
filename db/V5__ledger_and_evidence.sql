-- The signed heads of the ledger, the keys that sign them, and where each head was sent.

-- In the order in which they came into use. A key after the first has a statement of how it followed the one before it.
create table signing_key (
    number       integer     primary key check (number > 0),
    fingerprint  text        not null unique check (fingerprint ~ '^[0-9a-f]{64}$'),
    certificate  bytea       not null,
    succession   text,
    announced_at timestamptz not null,
    check ((number = 1) = (succession is null))
);

create table signed_head (
    number    bigint      primary key check (number > 0),
    body      text        not null,                      -- the signed text, as it is sent away
    key       text        not null references signing_key (fingerprint),
    signed_at timestamptz not null
);

-- The tips that are not as they were in the head before; a head was made over the newest tip of each chain up to it.
create table sealed_tip (
    chain       text   not null,
    head_number bigint not null references signed_head,
    seq         bigint not null check (seq > 0),
    hash        bytea  not null check (length(hash) = 32),
    primary key (chain, head_number)
);
create index sealed_tip_of_head on sealed_tip (head_number);

create table head_sent (
    target      text        not null,
    head_number bigint      not null references signed_head,
    sent_at     timestamptz not null,
    primary key (target, head_number)
);

create trigger signing_key_is_append_only before update or delete or truncate on signing_key
    for each statement execute function refuse_change();
create trigger signed_head_is_append_only before update or delete or truncate on signed_head
    for each statement execute function refuse_change();
create trigger sealed_tip_is_append_only before update or delete or truncate on sealed_tip
    for each statement execute function refuse_change();
create trigger head_sent_is_append_only before update or delete or truncate on head_sent
    for each statement execute function refuse_change();

grant select, insert on signing_key, signed_head, sealed_tip, head_sent to ${appRole};
