-- For whom whoever asked acted: a person at whose word a tool started the run does not approve it either.
alter table failover add column requested_for text;
