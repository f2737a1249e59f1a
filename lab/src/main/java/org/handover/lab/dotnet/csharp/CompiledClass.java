package org.handover.lab.dotnet.csharp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.handover.lab.dotnet.Argument;
import org.handover.lab.dotnet.DotNetException;
import org.handover.lab.dotnet.DotNetObject;
import org.handover.lab.dotnet.DotNetType;
import org.jspecify.annotations.Nullable;

/** A class that was compiled from a source, and its objects. */
final class CompiledClass implements DotNetType {
    private static final String CONSTRUCTOR = ".ctor";

    private final Code.Declaration declaration;
    private final CSharp compiler;
    private final Map<String, Argument> statics = new ConcurrentHashMap<>();
    private boolean initialized;

    CompiledClass(Code.Declaration declaration, CSharp compiler) {
        this.declaration = declaration;
        this.compiler = compiler;
    }

    @Override
    public String fullName() {
        return declaration.namespace().isEmpty()
                ? declaration.name()
                : declaration.namespace() + "." + declaration.name();
    }

    @Override
    public boolean is(DotNetType other) {
        return fullName().equals(other.fullName())
                || declaration.bases().stream()
                        .flatMap(base -> compiler.type(base).stream())
                        .anyMatch(base -> base.is(other));
    }

    @Override
    public Object create(List<Argument> arguments) throws DotNetException, InterruptedException {
        Instance made = new Instance(new ConcurrentHashMap<>());
        initialize(made.fields(), false, made);
        Optional<Code.Method> constructor = method(CONSTRUCTOR, arguments, false);
        if (constructor.isPresent()) {
            new Running(compiler, this, made).run(constructor.get(), arguments);
        } else if (!arguments.isEmpty()) {
            throw DotNetException.noMember(fullName(), CONSTRUCTOR);
        }
        return made;
    }

    @Override
    public @Nullable Object callStatic(String method, List<Argument> arguments)
            throws DotNetException, InterruptedException {
        Code.Method found =
                method(method, arguments, true).orElseThrow(() -> DotNetException.noMember(fullName(), method));
        return new Running(compiler, this, null).run(found, arguments);
    }

    @Override
    public @Nullable Object getStatic(String member) throws DotNetException {
        return staticField(member)
                .orElseThrow(() -> DotNetException.noMember(fullName(), member))
                .value();
    }

    Optional<Argument> staticField(String name) throws DotNetException {
        synchronized (this) {
            if (!initialized) {
                initialized = true;
                try {
                    initialize(statics, true, null);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
        return Optional.ofNullable(statics.get(name));
    }

    Optional<Code.Method> method(String name, List<Argument> arguments, boolean isStatic) {
        return declaration.methods().stream()
                .filter(method -> method.isStatic() == isStatic)
                .filter(method -> method.name().equalsIgnoreCase(name))
                .filter(method -> method.parameters().size() == arguments.size())
                .findFirst();
    }

    private void initialize(Map<String, Argument> into, boolean isStatic, @Nullable Instance self)
            throws DotNetException, InterruptedException {
        for (Code.Field field : declaration.fields()) {
            if (field.isStatic() == isStatic) {
                into.put(field.name(), new Argument(new Running(compiler, this, self).initial(field)));
            }
        }
    }

    /** An object of the class. */
    final class Instance implements DotNetObject {
        private final Map<String, Argument> fields;

        private Instance(Map<String, Argument> fields) {
            this.fields = fields;
        }

        Map<String, Argument> fields() {
            return fields;
        }

        @Override
        public DotNetType type() {
            return CompiledClass.this;
        }

        @Override
        public @Nullable Object call(String method, List<Argument> arguments)
                throws DotNetException, InterruptedException {
            Code.Method found =
                    method(method, arguments, false).orElseThrow(() -> DotNetException.noMember(fullName(), method));
            return new Running(compiler, CompiledClass.this, this).run(found, arguments);
        }

        @Override
        public @Nullable Object get(String member) throws DotNetException {
            return Optional.ofNullable(fields.get(member))
                    .orElseThrow(() -> DotNetException.noMember(fullName(), member))
                    .value();
        }
    }
}
