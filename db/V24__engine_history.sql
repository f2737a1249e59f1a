-- The engine keeps the path that a run took and who had its tasks, and no longer every value of every variable: that stands in
-- the ledger. It does not start with another level than its database names.
update public.act_ge_property set value_ = '1' where name_ = 'historyLevel';
