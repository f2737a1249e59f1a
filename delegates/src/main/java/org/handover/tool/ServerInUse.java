package org.handover.tool;

import org.handover.sso.SsoServerName;

/** Which SSO server {@code ssomanage} talks to when the acting account types it on a server. */
public sealed interface ServerInUse {

    /** The ENTSSO of the computer on which it is typed. */
    record ThisComputer() implements ServerInUse {}

    /** The ENTSSO of the server that {@code -server} or {@code -serverall} has set; it may be the same computer by name. */
    record Other(SsoServerName name) implements ServerInUse {}

    record CannotTell(String reason) implements ServerInUse {}
}
