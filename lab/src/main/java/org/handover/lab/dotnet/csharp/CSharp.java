package org.handover.lab.dotnet.csharp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.handover.lab.dotnet.Collections;
import org.handover.lab.dotnet.DotNetType;

/**
 * Compiles sources as {@code Add-Type -TypeDefinition} does: a type that is in no referenced assembly, and a class that lacks a
 * method of its interface, are errors here and not at run time. Numbers of errors are the compiler's, sentences the lab's.
 */
public final class CSharp {
    private static final Set<String> BUILT_IN = Set.of("void", "var", "object", "string", "int", "bool");

    private final List<String> namespaces;
    private final List<DotNetType> types;

    private CSharp(List<String> namespaces, List<DotNetType> types) {
        this.namespaces = namespaces;
        this.types = types;
    }

    /**
     * The classes of a source.
     *
     * @param referenced the types of the assemblies that the source may use
     */
    public static List<DotNetType> compile(String source, List<DotNetType> referenced) throws CSharpException {
        Code.Source read = Reader.read(source);
        List<DotNetType> types = new ArrayList<>(Collections.types());
        types.addAll(referenced);
        List<String> namespaces = new ArrayList<>(read.usings());
        namespaces.add("");
        CSharp compiler = new CSharp(namespaces, types);
        List<DotNetType> made = new ArrayList<>();
        for (Code.Declaration declaration : read.classes()) {
            namespaces.add(declaration.namespace());
            made.add(new CompiledClass(declaration, compiler));
        }
        types.addAll(made);
        for (String namespace : read.usings()) {
            if (!namespace.equals("System")
                    && types.stream().noneMatch(type -> type.namespace().startsWith(namespace))) {
                throw new CSharpException(1, "CS0246: nothing is known of the namespace '" + namespace + "'.");
            }
        }
        for (Code.Mention mention : read.mentioned()) {
            if (!isBuiltIn(mention.type()) && compiler.type(mention.type()).isEmpty()) {
                throw new CSharpException(
                        mention.line(),
                        "CS0246: the type '" + mention.type() + "' is in no assembly that is referenced.");
            }
        }
        for (Code.Declaration declaration : read.classes()) {
            compiler.requireImplemented(declaration);
        }
        return made;
    }

    private void requireImplemented(Code.Declaration declaration) throws CSharpException {
        for (String base : declaration.bases()) {
            for (String method : type(base).map(DotNetType::toImplement).orElse(Set.of())) {
                if (declaration.methods().stream().noneMatch(each -> each.name().equals(method))) {
                    throw new CSharpException(
                            1, "CS0535: '" + declaration.name() + "' lacks " + method + " of '" + base + "'.");
                }
            }
        }
    }

    static boolean isBuiltIn(String name) {
        return BUILT_IN.contains(name);
    }

    /** A type by the name that a source uses for it. */
    Optional<DotNetType> type(String name) {
        Predicate<DotNetType> named = type -> namespaces.stream().anyMatch(namespace -> type.fullName()
                .equals(namespace.isEmpty() ? name : String.format(Locale.ROOT, "%s.%s", namespace, name)));
        return types.stream().filter(named).findFirst();
    }
}
