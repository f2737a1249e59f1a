package org.handover.journal;

/**
 * An entry of a server's Application log, as the ledger refers to it.
 *
 * @param recordId the log's own number of the entry
 * @param id the event id, 10523 for example
 */
public record WindowsEvent(String server, long recordId, int id) {}
