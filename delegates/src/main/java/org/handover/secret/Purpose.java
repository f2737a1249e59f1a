package org.handover.secret;

/** What a password in custody is for. */
public enum Purpose {
    /** It opens the restore file. */
    RESTORE,
    /** A new backup is going to be made with it. */
    BACKUP,
    /** Not a password, but the reminder that the new backup is going to carry: it tells of the password. */
    BACKUP_REMINDER
}
