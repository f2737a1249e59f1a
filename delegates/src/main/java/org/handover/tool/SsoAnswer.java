package org.handover.tool;

import org.handover.sso.EntssoError;

/** What {@code ssomanage} or {@code ssoconfig} says of a change. It is no proof: the state afterwards is. */
public sealed interface SsoAnswer {

    /** The tool prints its success line, in a language that is known here. */
    record Done() implements SsoAnswer {}

    /** The tool prints an error code. */
    record Failed(EntssoError error) implements SsoAnswer {}

    /** The tool prints neither, or both. */
    record CannotTell(String reason) implements SsoAnswer {}
}
