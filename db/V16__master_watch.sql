-- What the watch of the masters saw last of each SSO system; whoever looks holds the row until then, so that one node does.
create table master_watch (
    estate        text        not null,
    sso_system    text        not null,
    looking_until timestamptz not null,
    looked_at     timestamptz,
    state         text,
    master        text,
    masters       text[],
    servers       text[],
    since         timestamptz,                        -- when it came to be so
    primary key (estate, sso_system)
);
grant select, insert, update, delete on master_watch to ${appRole};
