-- Each incident of a tool that belongs to a run hears of it by itself, and not only the one that the run was asked for by.

alter table notification
    add column incident text,   -- whom it is told by its id, where the target tells incidents
    add column thread   text;   -- of one thread a target hears in order: the run's, or one incident's of a run

update notification set thread = failover_id;
update notification as told set incident = run.incident::jsonb ->> 'id'
    from failover as run where run.id = told.failover_id and told.sent_at is null;

alter table notification alter column thread set not null;
drop index notification_to_send;
create index notification_to_send on notification (target, thread, number) where due_at is not null;
