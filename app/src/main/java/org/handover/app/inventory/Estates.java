package org.handover.app.inventory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.handover.console.Credential;
import org.handover.console.ServerAddress;
import org.handover.sso.ApprovalRules;
import org.handover.sso.EstateName;
import org.handover.sso.Msid;
import org.handover.sso.RefusedValueException;
import org.handover.sso.Sha256;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
import org.handover.sso.WindowsPath;
import org.handover.step.PlaceRestoreFileDelegate;

/** The inventory in memory: what {@code inventory.yml} says, and the demonstration that a first run's lab handed over. */
public final class Estates implements InventoryPart {

    /** The estate of a first run. */
    public static final EstateName DEMONSTRATION = EstateName.of("demonstration");

    private static final int SSH_PORT = 22;

    private record Key(EstateName estate, SsoServerName server) {}

    private final List<SsoSystem> systems = new ArrayList<>();
    private final Map<Key, ServerAddress> addresses = new HashMap<>();
    private final Set<Key> withoutConsole = new HashSet<>();
    private final Map<Key, Described> described = new HashMap<>();

    /** How the inventory says that a server is reached, and where it says so first. */
    private record Described(String ssoSystem, InventoryFile.Server server) {

        /** A server is one machine, whichever SSO systems it is listed in. */
        boolean isOtherwise(InventoryFile.Server again) {
            return !reach(server).equals(reach(again));
        }

        private static List<Optional<Object>> reach(InventoryFile.Server one) {
            return Stream.of(
                            one.console(),
                            one.host(),
                            one.port() == null ? Integer.valueOf(SSH_PORT) : one.port(),
                            one.hostKey(),
                            one.account(),
                            one.privateKey(),
                            one.passwordFile())
                    .<Optional<Object>>map(Optional::ofNullable)
                    .toList();
        }
    }

    public static Estates of(Path inventory) {
        Estates estates = new Estates();
        InventoryFile file = InventoryFile.read(inventory);
        for (InventoryFile.Estate estate : file.estates()) {
            EstateName name = nameOf(inventory, estate);
            if (DEMONSTRATION.equals(name) || RunEstates.isTwin(name)) {
                throw new UnusableInventoryException(
                        "%s: the estate name %s is kept for the lab of a first run, or for rehearsals."
                                .formatted(inventory, estate.name()));
            }
            for (InventoryFile.EstateSystem system : estate.ssoSystems()) {
                try {
                    estates.add(name, system);
                } catch (IllegalArgumentException e) {
                    throw new UnusableInventoryException("%s: SSO system %s of estate %s: %s"
                            .formatted(inventory, system.name(), estate.name(), e.getMessage()));
                }
            }
        }
        return estates;
    }

    private static EstateName nameOf(Path inventory, InventoryFile.Estate estate) {
        try {
            return EstateName.of(estate.name());
        } catch (RefusedValueException e) {
            throw new UnusableInventoryException("%s: estates.name: %s".formatted(inventory, e.getMessage()));
        }
    }

    public static Estates none() {
        return new Estates();
    }

    private void add(EstateName estate, InventoryFile.EstateSystem system) {
        List<SsoServerName> servers = new ArrayList<>();
        for (InventoryFile.Server server : system.ssoServers()) {
            SsoServerName name = SsoServerName.of(server.name());
            if (servers.contains(name)) {
                throw new IllegalArgumentException("the server %s is listed twice.".formatted(name));
            }
            servers.add(name);
            Described before = described.putIfAbsent(new Key(estate, name), new Described(system.name(), server));
            if (before != null && before.isOtherwise(server)) {
                throw new IllegalArgumentException(
                        "the server %s is reached otherwise than in SSO system %s of the same estate; a server is one machine: write the same console, host, port, hostKey, account and credential at both, or give the other machine another name or estate."
                                .formatted(name, before.ssoSystem()));
            }
            address(addressOf(estate, name, server));
            if (server.console() != null) {
                withoutConsole(estate, name, server.console());
            }
        }
        SsoServerName master = SsoServerName.of(system.masterSecretServer());
        if (servers.stream().noneMatch(master::equals)) {
            throw new IllegalArgumentException("masterSecretServer %s is not among its ssoServers.".formatted(master));
        }
        systems.add(new SsoSystem(
                estate,
                SsoSystem.Kind.REAL,
                SsoSystemName.of(system.name()),
                master,
                List.copyOf(servers),
                system.restoreFiles().stream().map(Estates::restoreFile).toList(),
                system.approval(),
                system.priority() == null ? SsoSystem.USUAL_PRIORITY : system.priority(),
                system.changeTime()));
    }

    private static ServerAddress addressOf(EstateName estate, SsoServerName name, InventoryFile.Server server) {
        if (server.console() != null) {
            return new ServerAddress(
                    estate, name, name.value(), SSH_PORT, "", server.account(), new Credential.Password(() -> {
                        throw new IllegalStateException("The inventory has no console on %s.".formatted(name));
                    }));
        }
        if (server.host() == null || server.hostKey() == null) {
            throw new IllegalArgumentException(
                    "The server %s needs host and hostKey, or console: none.".formatted(server.name()));
        }
        return new ServerAddress(
                estate,
                name,
                server.host(),
                server.port() == null ? SSH_PORT : server.port(),
                server.hostKey(),
                server.account(),
                credential(server));
    }

    private void withoutConsole(EstateName estate, SsoServerName name, String console) {
        if (!console.equals("none")) {
            throw new IllegalArgumentException(
                    "console of the server %s is '%s'; it is none, or left out.".formatted(name, console));
        }
        withoutConsole.add(new Key(estate, name));
    }

    @Override
    public boolean hasConsole(EstateName estate, SsoServerName server) {
        return !withoutConsole.contains(new Key(estate, server));
    }

    private static SsoSystem.RestoreFile restoreFile(InventoryFile.RestoreFile file) {
        Sha256 digest = Sha256.of(file.sha256());
        Msid msid = Msid.of(file.msid());
        if (file.path() != null && file.storeFile() == null) {
            return new SsoSystem.RestoreFile(WindowsPath.of(file.path()), digest, msid);
        }
        if (file.path() == null && file.storeFile() != null) {
            return new SsoSystem.RestoreFile(
                    PlaceRestoreFileDelegate.folder().child(file.storeFile()), digest, msid, null, file.storeFile());
        }
        throw new IllegalArgumentException(
                "A restore file has either a path on the servers or a storeFile in handover.backup-store.");
    }

    private static Credential credential(InventoryFile.Server server) {
        if (server.privateKey() != null) {
            return new Credential.KeyFile(Path.of(server.privateKey()));
        }
        if (server.passwordFile() != null) {
            Path file = Path.of(server.passwordFile());
            return new Credential.Password(() -> readPassword(file));
        }
        throw new IllegalArgumentException("The server %s needs privateKey or passwordFile.".formatted(server.name()));
    }

    private static char[] readPassword(Path file) {
        try {
            return Files.readString(file).strip().toCharArray();
        } catch (IOException e) {
            throw new UncheckedIOException("The password file %s cannot be read.".formatted(file), e);
        }
    }

    /** Adds the lab of a first run as the estate {@code demonstration}; its approvals count for a day. */
    public void addDemonstration(LabHandOver lab, Path privateKey) {
        List<SsoServerName> servers = new ArrayList<>();
        for (LabHandOver.Server server : lab.servers()) {
            SsoServerName name = SsoServerName.of(server.name());
            servers.add(name);
            address(new ServerAddress(
                    DEMONSTRATION,
                    name,
                    server.host(),
                    server.port(),
                    server.hostKey(),
                    lab.account(),
                    new Credential.KeyFile(privateKey)));
        }
        systems.add(new SsoSystem(
                DEMONSTRATION,
                SsoSystem.Kind.DEMONSTRATION,
                SsoSystemName.of(lab.ssoSystem()),
                SsoServerName.of(lab.masterSecretServer()),
                List.copyOf(servers),
                List.of(new SsoSystem.RestoreFile(
                        WindowsPath.of(lab.restoreFile().path()),
                        Sha256.of(lab.restoreFile().sha256()),
                        Msid.of(lab.restoreFile().msid()))),
                new ApprovalRules(1, Duration.ofDays(1), List.of(), List.of(), true)));
    }

    private void address(ServerAddress address) {
        addresses.put(new Key(address.estate(), address.server()), address);
    }

    @Override
    public List<SsoSystem> ssoSystems() {
        return List.copyOf(systems);
    }

    @Override
    public Optional<SsoSystem> find(EstateName estate, SsoSystemName name) {
        return systems.stream()
                .filter(system ->
                        system.estate().equals(estate) && system.name().equals(name))
                .findFirst();
    }

    @Override
    public ServerAddress address(EstateName estate, SsoServerName server) {
        return Optional.ofNullable(addresses.get(new Key(estate, server)))
                .orElseThrow(() -> new IllegalArgumentException(
                        "The inventory has no server %s in the estate %s.".formatted(server, estate)));
    }
}
