package org.handover.lab.dotnet;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A type of .NET. */
public interface DotNetType {

    /** With its namespace. */
    String fullName();

    default String name() {
        return fullName().substring(fullName().lastIndexOf('.') + 1);
    }

    default String namespace() {
        return fullName().contains(".") ? fullName().substring(0, fullName().lastIndexOf('.')) : "";
    }

    /** The methods that a class has to have that implements this interface; none of a class. */
    default Set<String> toImplement() {
        return Set.of();
    }

    /** Whether an object of this type can be used as one of another. */
    default boolean is(DotNetType other) {
        return fullName().equals(other.fullName());
    }

    /** @throws DotNetException what the constructor throws, or that there is none */
    default Object create(List<Argument> arguments) throws DotNetException, InterruptedException {
        throw DotNetException.noMember(fullName(), ".ctor");
    }

    /** @throws DotNetException what the method throws, or that there is none */
    default @Nullable Object callStatic(String method, List<Argument> arguments)
            throws DotNetException, InterruptedException {
        throw DotNetException.noMember(fullName(), method);
    }

    /** The value of a static property or field. */
    default @Nullable Object getStatic(String member) throws DotNetException {
        throw DotNetException.noMember(fullName(), member);
    }
}
