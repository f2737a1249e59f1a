package org.handover.lab.entsso;

/** What a running ENTSSO took itself for at its start, and whether it holds the secret (docs/entsso.md 12.1). */
public enum Role {
    MASTER,
    MASTER_WITHOUT_SECRET,
    MASTER_WITH_UNREADABLE_SECRET,
    MEMBER,
    MEMBER_WITHOUT_SECRET
}
