-- An entry is one line, and its chain has a name that a file can have: so whatever is in the ledger can be copied and packed.
alter table ledger
    add constraint entry_is_one_line check (position('\x0a'::bytea in body) = 0),
    add constraint chain_has_a_name check (chain ~ '^[A-Za-z0-9-]{1,64}$');
