-- An SSO database of the lab's own design (docs/entsso.md 6.2 says what such a database has to hold).

create table schema_version (
    version int not null
);

insert into schema_version values (1);

-- Which lab made this database: a lab never touches one that another lab made.
create table made_by (
    lab uuid not null
);

create table global_settings (
    only_row                   boolean primary key default true check (only_row),
    secret_server              text    not null check (length(secret_server) between 1 and 256),
    admin_account              text    not null check (length(admin_account) between 1 and 1024),
    affiliate_admin_account    text    not null check (length(affiliate_admin_account) between 1 and 1024),
    audit_deleted_applications int     not null,
    audit_deleted_mappings     int     not null,
    audit_windows_lookups      int     not null,
    audit_external_lookups     int     not null,
    ticket_timeout_minutes     int     not null check (ticket_timeout_minutes between 1 and 525600),
    credential_cache_minutes   int     not null,
    enabled                    boolean not null,
    tickets_allowed            boolean not null,
    validate_tickets           boolean not null,
    host_initiated             boolean not null,
    sync_from_windows          boolean not null,
    sync_to_database           boolean not null,
    sync_to_windows            boolean not null,
    row_version                bigint  not null
);

create table affiliate_application (
    name                   text    primary key,
    kind                   text    not null check (kind in ('individual', 'group', 'host-group', 'config-store')),
    description            text    not null,
    contact                text    not null,
    enabled                boolean not null,
    user_account           text    not null default '',
    admin_account          text    not null default '',
    tickets_allowed        boolean not null default false,
    tickets_validated      boolean not null default true,
    tickets_time_out       boolean not null default true,
    local_accounts_allowed boolean not null default false,
    admin_account_same     boolean not null default false
);

create table application_field (
    application text    not null references affiliate_application on delete cascade deferrable,
    ordinal     int     not null,
    label       text    not null,
    masked      boolean not null,
    primary key (application, ordinal)
);

create table account_mapping (
    id                bigint generated always as identity primary key,
    application       text    not null references affiliate_application deferrable,
    windows_account   text    not null,
    external_account  text    not null,
    enabled           boolean not null,
    disabled_by_admin boolean not null default false,
    unique (application, windows_account)
);

create table sealed_credential (
    mapping     bigint primary key references account_mapping deferrable,
    msid        uuid   not null,
    blob        bytea  not null,
    row_version bigint not null
);

create table sso_server (
    name text        primary key,
    seen timestamptz not null
);

create table audit_entry (
    id              bigint generated always as identity primary key,
    at              timestamptz not null,
    tracking_id     uuid        not null,
    client_user     text        not null,
    client_computer text        not null,
    what            text        not null
);

create table audit_deleted_application (
    id          bigint generated always as identity primary key,
    at          timestamptz not null,
    application text        not null,
    client_user text        not null
);

create table audit_deleted_mapping (
    id              bigint generated always as identity primary key,
    at              timestamptz not null,
    application     text        not null,
    windows_account text        not null,
    client_user     text        not null
);

create table audit_external_lookup (
    id              bigint generated always as identity primary key,
    at              timestamptz not null,
    application     text        not null,
    windows_account text        not null,
    client_user     text        not null
);
