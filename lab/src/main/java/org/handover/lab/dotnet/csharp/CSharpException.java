package org.handover.lab.dotnet.csharp;

/** A source that does not compile, or holds something that the lab's C# does not know. */
public final class CSharpException extends Exception {
    CSharpException(int line, String message) {
        super("(" + line + ") : error " + message);
    }
}
