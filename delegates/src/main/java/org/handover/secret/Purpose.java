package org.handover.secret;

/** What a password in custody is for. */
public enum Purpose {
    /** It opens the restore file. */
    RESTORE,
    /** A new backup is going to be made with it. */
    BACKUP
}
