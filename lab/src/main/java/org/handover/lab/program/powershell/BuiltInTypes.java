package org.handover.lab.program.powershell;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.handover.lab.dotnet.Argument;
import org.handover.lab.dotnet.DotNetException;
import org.handover.lab.dotnet.DotNetObject;
import org.handover.lab.dotnet.DotNetType;
import org.handover.lab.windows.Invocation;
import org.handover.lab.windows.Network;
import org.jspecify.annotations.Nullable;

/** The types that PowerShell has without any assembly being loaded, as far as the lab knows them. */
final class BuiltInTypes {
    private static final Map<String, String> SHORT = Map.of(
            "bool", "system.boolean",
            "int", "system.int32",
            "long", "system.int64",
            "string", "system.string",
            "datetime", "system.datetime",
            "guid", "system.guid",
            "void", "system.void");
    private static final int SOCKET_ERROR = 0x80004005;
    private static final int AGGREGATE = 0x80131500;
    private static final long CONNECT_MILLIS = 21_000;

    private final Invocation invocation;

    BuiltInTypes(Invocation invocation) {
        this.invocation = invocation;
    }

    /** The name in full, in lower case, of a name that a script uses. */
    static String named(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        return SHORT.getOrDefault(folded, folded);
    }

    List<DotNetType> all() {
        return List.of(
                new Clock(),
                new Surroundings(),
                new Plain("System.String"),
                new Plain("System.Boolean"),
                new Plain("System.Int32"),
                new Plain("System.Int64"),
                new Guids(),
                new Clients());
    }

    private record Plain(String fullName) implements DotNetType {
        @Override
        public @Nullable Object callStatic(String method, List<Argument> arguments) throws DotNetException {
            Object first = arguments.isEmpty() ? null : arguments.get(0).value();
            return switch (fullName + "." + method.toLowerCase(Locale.ROOT)) {
                case "System.String.isnullorempty" -> Values.text(first).isEmpty();
                case "System.String.isnullorwhitespace" -> Values.text(first).isBlank();
                case "System.String.join" ->
                    String.join(
                            Values.text(first),
                            Values.list(arguments.get(1).value()).stream()
                                    .map(Values::text)
                                    .toList());
                default -> throw DotNetException.noMember(fullName, method);
            };
        }
    }

    private final class Clock implements DotNetType {
        @Override
        public String fullName() {
            return "System.DateTime";
        }

        @Override
        public Object getStatic(String member) throws DotNetException {
            boolean utc = member.equalsIgnoreCase("UtcNow");
            if (!utc && !member.equalsIgnoreCase("Now")) {
                throw DotNetException.noMember(fullName(), member);
            }
            return new ClockTime(invocation.server().clock().instant(), utc);
        }
    }

    private final class Surroundings implements DotNetType {
        @Override
        public String fullName() {
            return "System.Environment";
        }

        @Override
        public Object getStatic(String member) throws DotNetException {
            return switch (member.toLowerCase(Locale.ROOT)) {
                case "is64bitprocess", "is64bitoperatingsystem" -> true;
                case "machinename" -> invocation.server().name();
                case "newline" -> "\r\n";
                case "username" ->
                    invocation
                            .logon()
                            .account()
                            .substring(invocation.logon().account().indexOf('\\') + 1);
                default -> throw DotNetException.noMember(fullName(), member);
            };
        }
    }

    private static final class Guids implements DotNetType {
        @Override
        public String fullName() {
            return "System.Guid";
        }

        @Override
        public Object callStatic(String method, List<Argument> arguments) throws DotNetException {
            if (method.equalsIgnoreCase("NewGuid")) {
                return UUID.randomUUID().toString();
            }
            throw DotNetException.noMember(fullName(), method);
        }
    }

    private final class Clients implements DotNetType {
        @Override
        public String fullName() {
            return "System.Net.Sockets.TcpClient";
        }

        @Override
        public Object create(List<Argument> arguments) throws DotNetException, InterruptedException {
            Client client = new Client(this);
            if (arguments.size() == 2) {
                client.call("Connect", arguments);
            }
            return client;
        }
    }

    private final class Client implements DotNetObject {
        private final DotNetType type;
        private boolean connected;

        Client(DotNetType type) {
            this.type = type;
        }

        @Override
        public DotNetType type() {
            return type;
        }

        @Override
        public Object get(String member) throws DotNetException {
            if (member.equalsIgnoreCase("Connected")) {
                return connected;
            }
            throw DotNetException.noMember(type.fullName(), member);
        }

        @Override
        public @Nullable Object call(String method, List<Argument> arguments)
                throws DotNetException, InterruptedException {
            switch (method.toLowerCase(Locale.ROOT) + arguments.size()) {
                case "connectasync2" -> {
                    return new Attempt(this, tried(arguments));
                }
                case "connect2" -> {
                    Network.Reply reply = tried(arguments);
                    if (reply == Network.Reply.NOTHING) {
                        Thread.sleep(CONNECT_MILLIS);
                    }
                    if (reply != Network.Reply.ANSWERED) {
                        throw socketError(reply);
                    }
                    connected = true;
                    return null;
                }
                case "close0", "dispose0" -> {
                    connected = false;
                    return null;
                }
                default -> throw DotNetException.noMember(type.fullName(), method);
            }
        }

        private Network.Reply tried(List<Argument> arguments) {
            int port = arguments.get(1).value() instanceof Number number ? number.intValue() : 0;
            return invocation
                    .server()
                    .network()
                    .connect(Values.text(arguments.get(0).value()), port);
        }
    }

    private static DotNetException socketError(Network.Reply reply) {
        return new DotNetException(
                "SocketException",
                SOCKET_ERROR,
                reply == Network.Reply.NOTHING ? "Nothing answered within the time." : "Nobody knows this host.");
    }

    private record Attempt(Client client, Network.Reply reply) implements DotNetObject {
        private record Type(String fullName) implements DotNetType {}

        @Override
        public DotNetType type() {
            return new Type("System.Threading.Tasks.Task");
        }

        /** Who is silent is waited for; a name that nobody knows ends the task with an error. */
        @Override
        public Object call(String method, List<Argument> arguments) throws DotNetException, InterruptedException {
            if (!method.equalsIgnoreCase("Wait") || arguments.size() > 1) {
                throw DotNetException.noMember(type().fullName(), method);
            }
            if (reply == Network.Reply.NOTHING) {
                if (arguments.size() == 1 && arguments.get(0).value() instanceof Number millis) {
                    Thread.sleep(millis.longValue());
                    return false;
                }
                Thread.sleep(CONNECT_MILLIS);
            }
            if (reply != Network.Reply.ANSWERED) {
                throw new DotNetException(
                        "AggregateException", AGGREGATE, "At least one error occurred.", socketError(reply));
            }
            client.connected = true;
            return true;
        }
    }
}
