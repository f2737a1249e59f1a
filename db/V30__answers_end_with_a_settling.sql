-- What was pasted says nothing about the time after something of its run was settled. It is deleted with the settling now; what was
-- settled before goes here.
delete from pasted_answer pasted
where given_at <= greatest(
    (select max(closed_at) from intent where intent.failover_id = pasted.failover_id),
    (select max(proven_at) from proven where proven.failover_id = pasted.failover_id));
