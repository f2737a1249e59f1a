-- A run that went on with one person. The row stays: the run is marked for ever.
create table break_glass (
    failover_id text        not null references failover,
    plan_digest text        not null,
    broken_by   text        not null,
    reason      text        not null,
    broken_at   timestamptz not null,
    expires_at  timestamptz not null,
    primary key (failover_id, plan_digest),
    foreign key (failover_id, plan_digest) references plan
);
create trigger break_glass_is_append_only before update or delete or truncate on break_glass
    for each statement execute function refuse_change();

create table break_glass_review (
    failover_id text primary key references failover,
    reviewed_by text        not null,
    decision    text        not null check (decision in ('seen', 'object')),
    comment     text        not null,
    reviewed_at timestamptz not null
);
create trigger break_glass_review_is_append_only before update or delete or truncate on break_glass_review
    for each statement execute function refuse_change();

-- What an inventory said of an SSO system, each version once, and which second person confirmed it.
create table inventory_version (
    estate     text        not null,
    sso_system text        not null,
    digest     text        not null,
    body       text        not null,
    seen_at    timestamptz not null,
    primary key (estate, sso_system, digest)
);
create trigger inventory_version_is_append_only before update or delete or truncate on inventory_version
    for each statement execute function refuse_change();

create table inventory_confirmation (
    number       bigint generated always as identity primary key,
    estate       text        not null,
    sso_system   text        not null,
    digest       text        not null,
    confirmed_by text        not null,
    confirmed_at timestamptz not null,
    foreign key (estate, sso_system, digest) references inventory_version
);
create trigger inventory_confirmation_is_append_only before update or delete or truncate on inventory_confirmation
    for each statement execute function refuse_change();

grant select, insert on break_glass, break_glass_review, inventory_version, inventory_confirmation to ${appRole};
