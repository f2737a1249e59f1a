package org.handover.lab.program.powershell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handover.lab.dotnet.Argument;
import org.handover.lab.dotnet.Assembly;
import org.handover.lab.dotnet.DotNetException;
import org.handover.lab.dotnet.DotNetType;
import org.handover.lab.dotnet.csharp.CSharp;
import org.handover.lab.dotnet.csharp.CSharpException;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.WindowsServer;

/** {@code New-Object} and {@code Add-Type}: objects, assemblies that are files, and classes that are compiled on the way. */
final class DotNetCmdlets {
    private DotNetCmdlets() {}

    static Map<String, Cmdlet> all() {
        return Map.of("New-Object", DotNetCmdlets::make, "Add-Type", DotNetCmdlets::add);
    }

    private static void make(Cmdlet.Call call) throws PsError, InterruptedException {
        Cmdlet.Parameters given = call.parameters("TypeName", "ArgumentList");
        List<Argument> arguments =
                given.values("ArgumentList").stream().map(Argument::new).toList();
        try {
            call.out().put(call.interpreter().type(given.text("TypeName")).create(arguments));
        } catch (DotNetException thrown) {
            throw PsError.ofCall(".ctor", arguments.size(), thrown);
        }
    }

    private static void add(Cmdlet.Call call) throws PsError, InterruptedException {
        Cmdlet.Parameters given = call.parameters(
                "TypeDefinition", "-Path", "-ReferencedAssemblies", "-AssemblyName", "-Language", "PassThru!");
        Interpreter interpreter = call.interpreter();
        for (String path : given.names("Path")) {
            interpreter.addTypes(types(interpreter.invocation(), path, "FileNotFoundException"));
        }
        if (!given.has("TypeDefinition")) {
            return;
        }
        List<DotNetType> referenced = new ArrayList<>();
        for (String path : given.names("ReferencedAssemblies")) {
            if (path.contains("\\")) {
                referenced.addAll(types(interpreter.invocation(), path, "COMPILER_ERRORS"));
            }
        }
        try {
            interpreter.addTypes(CSharp.compile(given.text("TypeDefinition"), referenced));
        } catch (CSharpException e) {
            throw PsError.of("Add-Type : " + e.getMessage(), "SOURCE_CODE_ERROR");
        }
    }

    private static List<DotNetType> types(Invocation invocation, String path, String id) throws PsError {
        Optional<Assembly> assembly = invocation
                .server()
                .program(path, invocation.currentDirectory())
                .map(WindowsServer.Installed::program)
                .filter(Assembly.class::isInstance)
                .map(Assembly.class::cast);
        return assembly.orElseThrow(() -> PsError.of("Add-Type : there is no assembly " + path + ".", id))
                .types(invocation.logon());
    }
}
