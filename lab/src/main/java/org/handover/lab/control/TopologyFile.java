package org.handover.lab.control;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.handover.lab.control.Topology.ServerPlan;
import org.handover.lab.control.Topology.SystemPlan;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A topology as somebody wrote it, in YAML or JSON. Whatever is wrong with it is told in one sentence that names the line. */
final class TopologyFile {

    private static final int MOST_SERVERS = 500;
    private static final Pattern COMPUTER = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,13}[A-Za-z0-9])?");
    private static final Pattern SYSTEM = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,30}");
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9-]{1,15}\\\\[A-Za-z0-9._$-]{1,20}");
    private static final Pattern DATABASE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
    private static final Set<String> LANGUAGES = Set.of("en", "de");
    private static final Map<String, String> SHELLS = Map.of(
            "cmd", "C:\\Windows\\System32\\cmd.exe",
            "powershell", "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe");

    private final String file;
    private final String text;

    TopologyFile(String file, String text) {
        this.file = file;
        this.text = text;
    }

    Topology topology() throws LabCannotStartException {
        Fields root = fields(parse(), "The topology");
        root.only(Set.of("systems"));
        List<SystemPlan> systems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int servers = 0;
        for (Node node : list(root.required("systems"), "systems")) {
            SystemPlan system = system(node);
            if (!names.add(system.name().toUpperCase(Locale.ROOT))) {
                throw wrong(node, "the SSO system " + system.name() + " is there twice");
            }
            systems.add(system);
            servers += system.serverNames().size();
        }
        if (systems.isEmpty()) {
            throw wrong(root.required("systems"), "it has to name one SSO system at least");
        }
        if (servers > MOST_SERVERS) {
            throw wrong(root.required("systems"), "a lab has at most " + MOST_SERVERS + " servers, not " + servers);
        }
        return new Topology(List.copyOf(systems));
    }

    private Node parse() throws LabCannotStartException {
        LoaderOptions limits = new LoaderOptions();
        limits.setMaxAliasesForCollections(0);
        limits.setAllowDuplicateKeys(false);
        try {
            Node root = new Yaml(new SafeConstructor(limits)).compose(new StringReader(text));
            if (root == null) {
                throw new LabCannotStartException("The topology file " + file + " is empty.");
            }
            return root;
        } catch (MarkedYAMLException malformed) {
            Mark mark = malformed.getProblemMark();
            throw new LabCannotStartException("The topology file " + file + " is no YAML"
                    + (mark == null ? "" : ", see line " + (mark.getLine() + 1)) + ": " + malformed.getProblem() + ".");
        } catch (YAMLException malformed) {
            throw new LabCannotStartException(
                    "The topology file " + file + " is no YAML: " + malformed.getMessage() + ".");
        }
    }

    private SystemPlan system(Node node) throws LabCannotStartException {
        Fields system = fields(node, "An SSO system");
        system.only(Set.of(
                "name",
                "domain",
                "sqlServer",
                "database",
                "serviceAccount",
                "master",
                "members",
                "down",
                "biztalkHosts",
                "pollSeconds",
                "servers"));
        String name = matching(system.required("name"), "name", SYSTEM, "letters, digits and hyphens, 31 at most");
        String domain =
                text(system.optional("domain"), "domain", name.length() > 15 ? name.substring(0, 15) : name, COMPUTER);
        String master = computer(system.required("master"));
        List<String> members = new ArrayList<>();
        for (Node member : list(system.required("members"), "members")) {
            String server = computer(member);
            if (server.equals(master) || members.contains(server)) {
                throw wrong(member, "the server " + server + " is there twice");
            }
            members.add(server);
        }
        if (members.isEmpty()) {
            throw wrong(system.required("members"), "an SSO system has one member at least");
        }
        Set<String> servers = new HashSet<>(members);
        servers.add(master);
        return new SystemPlan(
                name,
                domain,
                text(system.optional("sqlServer"), "sqlServer", "SQL01", COMPUTER),
                text(system.optional("database"), "database", "SSODB", DATABASE),
                text(system.optional("serviceAccount"), "serviceAccount", domain + "\\svc-entsso", ACCOUNT),
                master,
                List.copyOf(members),
                named(system.optional("down"), "down", servers, List.of(master)),
                named(system.optional("biztalkHosts"), "biztalkHosts", servers, List.copyOf(members)),
                pollSeconds(system.optional("pollSeconds")),
                particulars(system.optional("servers"), servers));
    }

    private List<String> named(@Nullable Node node, String field, Set<String> servers, List<String> otherwise)
            throws LabCannotStartException {
        if (node == null) {
            return otherwise;
        }
        List<String> named = new ArrayList<>();
        for (Node one : list(node, field)) {
            named.add(known(computer(one), one, servers));
        }
        return List.copyOf(named);
    }

    private String known(String server, Node node, Set<String> servers) throws LabCannotStartException {
        if (!servers.contains(server)) {
            throw wrong(node, server + " is neither the master nor a member");
        }
        return server;
    }

    private @Nullable Double pollSeconds(@Nullable Node node) throws LabCannotStartException {
        if (node == null) {
            return null;
        }
        try {
            double seconds = Double.parseDouble(scalar(node, "pollSeconds"));
            if (seconds >= 0.02 && seconds <= 86_400) {
                return seconds;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw wrong(node, "pollSeconds has to be a number from 0.02 to 86400");
    }

    private Map<String, ServerPlan> particulars(@Nullable Node node, Set<String> servers)
            throws LabCannotStartException {
        Map<String, ServerPlan> found = new LinkedHashMap<>();
        if (node == null) {
            return found;
        }
        for (NodeTuple entry : mapping(node, "servers").getValue()) {
            String server = known(computer(entry.getKeyNode()), entry.getKeyNode(), servers);
            Fields one = fields(entry.getValueNode(), "A server");
            one.only(Set.of("language", "defaultShell"));
            Node language = one.optional("language");
            Node shell = one.optional("defaultShell");
            found.put(
                    server,
                    new ServerPlan(
                            language == null ? null : oneOf(language, "language", LANGUAGES),
                            shell == null ? null : shell(shell)));
        }
        return Map.copyOf(found);
    }

    private String shell(Node node) throws LabCannotStartException {
        return String.valueOf(SHELLS.get(oneOf(node, "defaultShell", SHELLS.keySet())));
    }

    private String oneOf(Node node, String field, Set<String> known) throws LabCannotStartException {
        String value = scalar(node, field).toLowerCase(Locale.ROOT);
        if (!known.contains(value)) {
            throw wrong(node, field + " has to be one of " + String.join(", ", new TreeSet<>(known)));
        }
        return value;
    }

    private String computer(Node node) throws LabCannotStartException {
        return matching(node, "a server's name", COMPUTER, "1 to 15 letters, digits and hyphens")
                .toUpperCase(Locale.ROOT);
    }

    private String text(@Nullable Node node, String field, String otherwise, Pattern pattern)
            throws LabCannotStartException {
        return node == null ? otherwise : matching(node, field, pattern, "of the usual characters and length");
    }

    private String matching(Node node, String field, Pattern pattern, String how) throws LabCannotStartException {
        String value = scalar(node, field);
        Predicate<String> fits = pattern.asMatchPredicate();
        if (!fits.test(value)) {
            throw wrong(node, field + " has to be " + how + ", and \"" + value + "\" is not");
        }
        return value;
    }

    private String scalar(Node node, String field) throws LabCannotStartException {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue().strip();
        }
        throw wrong(node, field + " has to be a single value");
    }

    private List<Node> list(Node node, String field) throws LabCannotStartException {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw wrong(node, field + " has to be a list");
    }

    private MappingNode mapping(Node node, String what) throws LabCannotStartException {
        if (node instanceof MappingNode mapping) {
            return mapping;
        }
        throw wrong(node, what + " has to be a list of names with values");
    }

    private Fields fields(Node node, String what) throws LabCannotStartException {
        Map<String, Node> fields = new LinkedHashMap<>();
        for (NodeTuple entry : mapping(node, what).getValue()) {
            String name = scalar(entry.getKeyNode(), "a name");
            if (fields.put(name, entry.getValueNode()) != null) {
                throw wrong(entry.getKeyNode(), name + " is there twice");
            }
        }
        return new Fields(node, what, fields);
    }

    private LabCannotStartException wrong(Node node, String why) {
        return new LabCannotStartException("The topology file " + file + " cannot be used, see line "
                + (node.getStartMark().getLine() + 1) + ": " + why + ".");
    }

    private final class Fields {
        private final Node node;
        private final String what;
        private final Map<String, Node> values;

        Fields(Node node, String what, Map<String, Node> values) {
            this.node = node;
            this.what = what;
            this.values = values;
        }

        void only(Set<String> known) throws LabCannotStartException {
            for (Map.Entry<String, Node> field : values.entrySet()) {
                if (!known.contains(field.getKey())) {
                    throw wrong(field.getValue(), what + " has no " + field.getKey());
                }
            }
        }

        Node required(String name) throws LabCannotStartException {
            Node value = values.get(name);
            if (value == null) {
                throw wrong(node, what + " has to have " + name);
            }
            return value;
        }

        @Nullable
        Node optional(String name) {
            return values.get(name);
        }
    }
}
