package org.handover.lab.dotnet;

import org.jspecify.annotations.Nullable;

/** What a method of .NET throws. The sentence is the lab's. */
public final class DotNetException extends Exception {
    private static final int MISSING_MEMBER = 0x80131512;
    private static final int INVALID_CAST = 0x80004002;
    private static final int NULL_REFERENCE = 0x80004003;

    private final String typeName;
    private final int code;
    private final @Nullable DotNetException inner;

    /**
     * @param typeName without its namespace, as PowerShell names an error
     * @param code the HRESULT
     */
    public DotNetException(String typeName, int code, String message) {
        this(typeName, code, message, null);
    }

    public DotNetException(String typeName, int code, String message, @Nullable DotNetException inner) {
        super(message, inner);
        this.typeName = typeName;
        this.code = code;
        this.inner = inner;
    }

    /** As a COM server reports an error. */
    public static DotNetException com(int code, String message) {
        return new DotNetException("COMException", code, message);
    }

    public static DotNetException noMember(String type, String member) {
        return new DotNetException("MethodNotFound", MISSING_MEMBER, type + " has no " + member + " that fits.");
    }

    public static DotNetException noCast(String from, String to) {
        return new DotNetException("InvalidCastException", INVALID_CAST, from + " cannot be used as " + to + ".");
    }

    public static DotNetException nullReference() {
        return new DotNetException("NullReferenceException", NULL_REFERENCE, "Something was called on null.");
    }

    public String typeName() {
        return typeName;
    }

    public int code() {
        return code;
    }

    public @Nullable DotNetException inner() {
        return inner;
    }

    public String text() {
        return String.valueOf(getMessage());
    }

    /** The first in the chain, as {@code GetBaseException} answers. */
    public DotNetException base() {
        DotNetException found = this;
        while (found.inner != null) {
            found = found.inner;
        }
        return found;
    }
}
