package org.handover.lab.program.powershell;

import java.util.List;
import java.util.Locale;
import org.handover.lab.dotnet.Argument;
import org.handover.lab.dotnet.DotNetException;
import org.handover.lab.dotnet.DotNetObject;
import org.handover.lab.dotnet.DotNetType;
import org.jspecify.annotations.Nullable;

/** An error that ends a statement, or with {@code throw} the script, unless it is caught. Ids are PowerShell's, sentences the lab's. */
final class PsError extends Exception {
    private static final int RUNTIME_ERROR = 0x80131501;

    private final String id;
    private final DotNetException exception;
    private final boolean endsScript;

    private PsError(String message, String id, DotNetException exception, boolean endsScript) {
        super(message, exception);
        this.id = id;
        this.exception = exception;
        this.endsScript = endsScript;
    }

    static PsError of(String message, String id) {
        return new PsError(message, id, new DotNetException("RuntimeException", RUNTIME_ERROR, message), false);
    }

    static PsError thrown(String message) {
        return new PsError(message, message, new DotNetException("RuntimeException", RUNTIME_ERROR, message), true);
    }

    /** What a method threw; that there is no such method is PowerShell's own error. */
    static PsError ofCall(String method, int arguments, DotNetException thrown) {
        if (thrown.typeName().equals("MethodNotFound")) {
            return new PsError(thrown.text(), thrown.typeName(), thrown, false);
        }
        String message = String.format(
                Locale.ROOT,
                "Exception calling \"%s\" with \"%d\" argument(s): \"%s\"",
                method,
                arguments,
                thrown.text());
        return new PsError(
                message,
                thrown.typeName(),
                new DotNetException("MethodInvocationException", RUNTIME_ERROR, message, thrown),
                false);
    }

    boolean endsScript() {
        return endsScript;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    String shown() {
        return text() + "\r\n    + FullyQualifiedErrorId : " + id;
    }

    /** What {@code $_} is where it is caught. */
    DotNetObject record() {
        return new ErrorRecord();
    }

    private record Named(String fullName) implements DotNetType {}

    private final class ErrorRecord implements DotNetObject {
        @Override
        public DotNetType type() {
            return new Named("System.Management.Automation.ErrorRecord");
        }

        @Override
        public Object get(String member) throws DotNetException {
            return switch (member.toLowerCase(Locale.ROOT)) {
                case "exception" -> new Thrown(exception);
                case "fullyqualifiederrorid" -> id;
                default -> throw DotNetException.noMember(type().fullName(), member);
            };
        }

        @Override
        public String toString() {
            return text();
        }
    }

    private record Thrown(DotNetException exception) implements DotNetObject {
        @Override
        public DotNetType type() {
            return new Named("System." + exception.typeName());
        }

        @Override
        public @Nullable Object get(String member) throws DotNetException {
            DotNetException inner = exception.inner();
            return switch (member.toLowerCase(Locale.ROOT)) {
                case "message" -> exception.text();
                case "hresult" -> exception.code();
                case "innerexception" -> inner == null ? null : new Thrown(inner);
                default -> throw DotNetException.noMember(type().fullName(), member);
            };
        }

        @Override
        public Object call(String method, List<Argument> arguments) throws DotNetException {
            if (method.equalsIgnoreCase("GetBaseException")) {
                return new Thrown(exception.base());
            }
            throw DotNetException.noMember(type().fullName(), method);
        }

        @Override
        public String toString() {
            return type().fullName() + ": " + exception.text();
        }
    }
}
