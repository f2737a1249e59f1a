package org.handover.lab.dotnet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object of .NET. Text, whole numbers, truth values and null are Java's own. Members are found in any case, as PowerShell
 * does; a compiler that minds the case does so itself.
 */
public interface DotNetObject {

    DotNetType type();

    /** @throws DotNetException what the method throws, or that there is none */
    default @Nullable Object call(String method, List<Argument> arguments)
            throws DotNetException, InterruptedException {
        throw DotNetException.noMember(type().fullName(), method);
    }

    /** The value of a property or field. */
    default @Nullable Object get(String member) throws DotNetException {
        throw DotNetException.noMember(type().fullName(), member);
    }
}
