-- The index of words knows what a list is narrowed to beside them, so that a search reads the runs that are like all of it.
-- btree_gin comes with PostgreSQL, and who may create schemas may create it.
create extension if not exists btree_gin;

-- Without a list of what is not in it yet, which every search would have to read.
create index failover_by_words_and_more on failover using gin (words, estate, sso_system, state, kind)
    with (fastupdate = off);
drop index failover_by_words;
