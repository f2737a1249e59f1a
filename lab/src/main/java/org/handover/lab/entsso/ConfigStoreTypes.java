package org.handover.lab.entsso;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.handover.lab.dotnet.Argument;
import org.handover.lab.dotnet.DotNetException;
import org.handover.lab.dotnet.DotNetObject;
import org.handover.lab.dotnet.DotNetType;
import org.handover.lab.windows.Logon;
import org.jspecify.annotations.Nullable;

/**
 * The types of an interop assembly that the Config Store needs. Its properties travel in a bag that the caller implements: ENTSSO
 * asks it for each field of the application when something is stored, and writes each property into it when something is read.
 */
final class ConfigStoreTypes {
    private static final int RUNTIME = 1;

    private final ConfigStore store;
    private final String namespace;
    private final Logon logon;

    ConfigStoreTypes(ConfigStore store, String namespace, Logon logon) {
        this.store = store;
        this.namespace = namespace;
        this.logon = logon;
    }

    List<DotNetType> all() {
        Interface store = new Interface(namespace + ".ISSOConfigStore", Set.of());
        return List.of(
                store,
                new StoreClass(namespace + ".SSOConfigStore", store),
                new Interface(namespace + ".IPropertyBag", Set.of("Read", "Write")),
                new Flags(namespace + ".SSOFlag"));
    }

    private record Interface(String fullName, Set<String> toImplement) implements DotNetType {}

    private record Flags(String fullName) implements DotNetType {
        @Override
        public Object getStatic(String member) throws DotNetException {
            if (member.equalsIgnoreCase("SSO_FLAG_RUNTIME")) {
                return RUNTIME;
            }
            throw DotNetException.noMember(fullName, member);
        }
    }

    private final class StoreClass implements DotNetType {
        private final String fullName;
        private final DotNetType contract;

        StoreClass(String fullName, DotNetType contract) {
            this.fullName = fullName;
            this.contract = contract;
        }

        @Override
        public String fullName() {
            return fullName;
        }

        @Override
        public boolean is(DotNetType other) {
            return DotNetType.super.is(other) || contract.is(other);
        }

        @Override
        public Object create(List<Argument> arguments) {
            return new Store(this);
        }
    }

    private final class Store implements DotNetObject {
        private final DotNetType type;

        Store(DotNetType type) {
            this.type = type;
        }

        @Override
        public DotNetType type() {
            return type;
        }

        @Override
        public @Nullable Object call(String method, List<Argument> arguments)
                throws DotNetException, InterruptedException {
            try {
                switch (method.toLowerCase(Locale.ROOT) + arguments.size()) {
                    case "getconfiginfo4" -> get(arguments);
                    case "setconfiginfo3" -> set(arguments);
                    case "deleteconfiginfo2" -> store.deleteConfigInfo(logon, text(arguments, 0), text(arguments, 1));
                    default -> throw DotNetException.noMember(type.fullName(), method);
                }
                return null;
            } catch (SsoError refused) {
                throw DotNetException.com(refused.code(), String.valueOf(refused.getMessage()));
            }
        }

        private void get(List<Argument> arguments) throws SsoError, DotNetException, InterruptedException {
            DotNetObject bag = bag(arguments, 3);
            Map<String, String> properties = store.getConfigInfo(logon, text(arguments, 0), text(arguments, 1));
            for (Map.Entry<String, String> property : properties.entrySet()) {
                bag.call("Write", Argument.of(property.getKey(), property.getValue()));
            }
        }

        private void set(List<Argument> arguments) throws SsoError, DotNetException, InterruptedException {
            DotNetObject bag = bag(arguments, 2);
            Map<String, String> properties = new LinkedHashMap<>();
            for (String name : store.propertyNames(logon, text(arguments, 0))) {
                Argument value = new Argument(null);
                bag.call("Read", List.of(new Argument(name), value, new Argument(0)));
                if (value.value() != null) {
                    properties.put(name, String.valueOf(value.value()));
                }
            }
            store.setConfigInfo(logon, text(arguments, 0), text(arguments, 1), properties);
        }

        private static String text(List<Argument> arguments, int number) {
            Object value = arguments.get(number).value();
            return value == null ? "" : value.toString();
        }

        private static DotNetObject bag(List<Argument> arguments, int number) throws DotNetException {
            if (arguments.get(number).value() instanceof DotNetObject bag) {
                return bag;
            }
            throw DotNetException.nullReference();
        }
    }
}
