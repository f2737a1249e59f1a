package org.handover.app.incident;

import java.util.Map;
import org.handover.app.failover.AttachedIncidents;

/**
 * An incident as a tool reports it, whichever tool it is.
 *
 * @param mayStart whether what the tool says now is that something is wrong, and not that somebody works on it
 * @param fields what the tool tells of it, by the names that it has there, for the rules
 */
record ReportedIncident(AttachedIncidents.Told told, boolean mayStart, Map<String, String> fields) {}
