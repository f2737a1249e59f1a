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

-- What was configured (the settings, what the inventory says of an SSO system), each change once, and which second person confirmed it.
create table configuration_version (
    number  bigint generated always as identity primary key,
    what    text        not null,
    digest  text        not null,
    body    text        not null,
    seen_at timestamptz not null
);
create index on configuration_version (what, number);
create trigger configuration_version_is_append_only before update or delete or truncate on configuration_version
    for each statement execute function refuse_change();

create table configuration_confirmation (
    number       bigint generated always as identity primary key,
    version      bigint      not null references configuration_version,
    confirmed_by text        not null,
    confirmed_at timestamptz not null
);
create index on configuration_confirmation (version);
create trigger configuration_confirmation_is_append_only before update or delete or truncate on configuration_confirmation
    for each statement execute function refuse_change();

grant select, insert on break_glass, break_glass_review, configuration_version, configuration_confirmation to ${appRole};
