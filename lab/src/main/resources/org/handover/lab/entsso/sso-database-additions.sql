-- What came after the first layout. Safe to run again: a lab that is older than this file gets it when it is next used.

alter table affiliate_application drop constraint if exists affiliate_application_kind_check;
alter table affiliate_application
    add column if not exists user_account           text    not null default '',
    add column if not exists admin_account          text    not null default '',
    add column if not exists tickets_allowed        boolean not null default false,
    add column if not exists tickets_validated      boolean not null default true,
    add column if not exists tickets_time_out       boolean not null default true,
    add column if not exists local_accounts_allowed boolean not null default false,
    add column if not exists admin_account_same     boolean not null default false;

create table if not exists application_field (
    application text    not null references affiliate_application on delete cascade,
    ordinal     int     not null,
    label       text    not null,
    masked      boolean not null,
    primary key (application, ordinal)
);

alter table account_mapping add column if not exists disabled_by_admin boolean not null default false;

create table if not exists audit_deleted_application (
    id          bigint generated always as identity primary key,
    at          timestamptz not null,
    application text        not null,
    client_user text        not null
);

create table if not exists audit_deleted_mapping (
    id              bigint generated always as identity primary key,
    at              timestamptz not null,
    application     text        not null,
    windows_account text        not null,
    client_user     text        not null
);

create table if not exists audit_external_lookup (
    id              bigint generated always as identity primary key,
    at              timestamptz not null,
    application     text        not null,
    windows_account text        not null,
    client_user     text        not null
);
