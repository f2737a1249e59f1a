-- Signing in: sessions that any node serves, the brake on guessing, tokens that are scoped and end, and who a provider's people are.

-- Spring Session's own tables. What is kept of a session's id is its SHA-256, so that nobody signs in with a dump of the database.
create table spring_session (
    primary_id            char(36) primary key,
    session_id            text     not null unique,
    creation_time         bigint   not null,
    last_access_time      bigint   not null,
    max_inactive_interval integer  not null,
    expiry_time           bigint   not null,
    principal_name        text
);
create index spring_session_by_expiry on spring_session (expiry_time);
create index spring_session_by_principal on spring_session (principal_name);

create table spring_session_attributes (
    session_primary_id char(36) not null references spring_session on delete cascade,
    attribute_name     text     not null,
    attribute_bytes    bytea    not null,
    primary key (session_primary_id, attribute_name)
);

-- Wrong passwords by account and address. The account is kept as SHA-256: what is typed as a user name may be a password.
create table sign_in_attempt (
    account      bytea       not null check (length(account) = 32),
    address      text        not null,
    failures     integer     not null,
    failed_at    timestamptz,
    succeeded_at timestamptz,
    primary key (account, address)
);
create index sign_in_attempt_by_address on sign_in_attempt (address);
create index sign_in_attempt_by_failure on sign_in_attempt (failed_at);

alter table api_token
    add column id           text generated always as (substr(token_digest, 1, 12)) stored unique,
    add column scopes       text[] not null default array['start', 'read'] check (scopes <@ array['start', 'read'] and scopes <> '{}'),
    add column made_by      text   not null default 'first run',
    add column expires_at   timestamptz not null default now() + interval '1 year',
    add column last_used_at timestamptz,
    add column revoked_at   timestamptz,
    add column revoked_by   text,
    add constraint api_token_is_revoked_by_somebody check ((revoked_at is null) = (revoked_by is null));
alter table api_token alter column scopes drop default, alter column made_by drop default, alter column expires_at drop default;
create index api_token_of_tool on api_token (user_id);

-- A person of an OpenID Connect provider keeps the user id of the first sign-in, whatever the provider calls them later: a
-- person who was renamed is still the one who asked.
create table provider_user (
    issuer   text        not null,
    subject  text        not null,
    user_id  text        not null unique,
    first_at timestamptz not null,
    primary key (issuer, subject)
);

grant select, insert, update, delete on spring_session, spring_session_attributes, sign_in_attempt to ${appRole};
grant select, insert on provider_user to ${appRole};
