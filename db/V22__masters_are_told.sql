-- People are told between runs too: of an SSO system without a master secret server, and of one with two.

alter table notification
    alter column failover_id drop not null,
    add column estate     text,
    add column sso_system text,
    add check ((failover_id is null) = (sso_system is not null)),
    add check ((estate is null) = (sso_system is null));

-- What people have been told of and not yet that it is over.
alter table master_watch add column trouble text check (trouble in ('down', 'two-masters'));

-- What became of all that goes after a time (handover.retention).
grant delete on notification, incident, held_start, idempotency to ${appRole};
alter table idempotency drop constraint idempotency_held_start_fkey,
    add foreign key (held_start) references held_start on delete set null;
