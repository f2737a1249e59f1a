package org.handover.app.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.handover.app.inventory.InventoryPart;
import org.handover.app.inventory.LabHandOver;
import org.handover.console.Credential;
import org.handover.console.ServerAddress;
import org.handover.sso.ApprovalRules;
import org.handover.sso.EstateName;
import org.handover.sso.Msid;
import org.handover.sso.Sha256;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
import org.handover.sso.WindowsPath;

/** An inventory to which each test adds an estate of its own, on a lab of its own, and in which it can change what it wants. */
public final class LabEstates implements InventoryPart {

    /** The database outlives a test run. */
    private static final String STARTED = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

    private final Map<EstateName, SsoSystem> systems = new ConcurrentHashMap<>();
    private final Map<String, ServerAddress> addresses = new ConcurrentHashMap<>();
    private final Set<String> withoutConsole = ConcurrentHashMap.newKeySet();
    private final AtomicInteger made = new AtomicInteger();

    EstateName add(TestLab lab) {
        return add(lab, lab.handedOver().restoreFile(), Duration.ofMinutes(15), 1);
    }

    EstateName add(TestLab lab, int approvals) {
        return add(lab, lab.handedOver().restoreFile(), Duration.ofMinutes(15), approvals);
    }

    EstateName add(TestLab lab, LabHandOver.BackupFile restoreFile, Duration approvalValidity, int approvals) {
        EstateName estate = EstateName.of("test-" + STARTED + "-" + made.incrementAndGet());
        List<SsoServerName> servers = new ArrayList<>();
        for (LabHandOver.Server server : lab.handedOver().servers()) {
            SsoServerName name = SsoServerName.of(server.name());
            servers.add(name);
            address(new ServerAddress(
                    estate,
                    name,
                    server.host(),
                    server.port(),
                    server.hostKey(),
                    lab.handedOver().account(),
                    new Credential.KeyFile(lab.privateKey())));
        }
        systems.put(
                estate,
                new SsoSystem(
                        estate,
                        SsoSystem.Kind.REHEARSAL,
                        SsoSystemName.of(lab.handedOver().ssoSystem()),
                        SsoServerName.of(lab.handedOver().masterSecretServer()),
                        List.copyOf(servers),
                        List.of(new SsoSystem.RestoreFile(
                                WindowsPath.of(restoreFile.path()),
                                Sha256.of(restoreFile.sha256()),
                                Msid.of(restoreFile.msid()))),
                        approvals,
                        approvalValidity));
        return estate;
    }

    /** An estate that stands for real servers, with one SSO system of this name; what tools start there is held back. */
    EstateName addReal(TestLab lab, String ssoSystem, int priority) {
        EstateName estate = add(lab);
        systems.computeIfPresent(
                estate,
                (name, system) -> new SsoSystem(
                        system.estate(),
                        SsoSystem.Kind.REAL,
                        SsoSystemName.of(ssoSystem),
                        system.masterSecretServer(),
                        system.ssoServers(),
                        system.restoreFiles(),
                        system.approval(),
                        priority));
        return estate;
    }

    /** With other rules about who has to approve. */
    EstateName add(TestLab lab, ApprovalRules rules) {
        return change(add(lab), rules, SsoSystem.Kind.REHEARSAL);
    }

    /** As somebody does who edits the inventory. */
    EstateName change(EstateName estate, ApprovalRules rules, SsoSystem.Kind kind) {
        systems.computeIfPresent(
                estate,
                (name, system) -> new SsoSystem(
                        system.estate(),
                        kind,
                        system.name(),
                        system.masterSecretServer(),
                        system.ssoServers(),
                        system.restoreFiles(),
                        rules));
        return estate;
    }

    /** An estate that takes another server of the lab for its master. */
    EstateName addWithMaster(TestLab lab, String master) {
        EstateName estate = add(lab);
        systems.computeIfPresent(
                estate,
                (name, system) -> new SsoSystem(
                        system.estate(),
                        system.kind(),
                        system.name(),
                        SsoServerName.of(master),
                        system.ssoServers(),
                        system.restoreFiles(),
                        system.approvalsNeeded(),
                        system.approvalValidity()));
        return estate;
    }

    /** The inventory calls one of the servers by another name. */
    void rename(EstateName estate, String from, String to) {
        ServerAddress old = address(estate, SsoServerName.of(from));
        address(new ServerAddress(
                estate, SsoServerName.of(to), old.host(), old.port(), old.hostKey(), old.account(), old.credential()));
        systems.computeIfPresent(
                estate,
                (name, system) -> new SsoSystem(
                        system.estate(),
                        system.kind(),
                        system.name(),
                        system.masterSecretServer(),
                        system.ssoServers().stream()
                                .map(server -> server.value().equals(from) ? SsoServerName.of(to) : server)
                                .toList(),
                        system.restoreFiles(),
                        system.approvalsNeeded(),
                        system.approvalValidity()));
    }

    /** As somebody does who takes it out of the inventory. */
    SsoSystem remove(EstateName estate) {
        return Objects.requireNonNull(systems.remove(estate));
    }

    void putBack(SsoSystem system) {
        systems.put(system.estate(), system);
    }

    /** From now on the application has no console on this server. */
    void withoutConsole(EstateName estate, String server) {
        withoutConsole.add(estate + "/" + SsoServerName.of(server));
    }

    @Override
    public boolean hasConsole(EstateName estate, SsoServerName server) {
        return !withoutConsole.contains(estate + "/" + server);
    }

    void hostKey(EstateName estate, String server, String hostKey) {
        ServerAddress old = address(estate, SsoServerName.of(server));
        address(new ServerAddress(
                estate, old.server(), old.host(), old.port(), hostKey, old.account(), old.credential()));
    }

    private void address(ServerAddress address) {
        addresses.put(address.estate() + "/" + address.server(), address);
    }

    @Override
    public List<SsoSystem> ssoSystems() {
        return List.copyOf(systems.values());
    }

    @Override
    public Optional<SsoSystem> find(EstateName estate, SsoSystemName name) {
        return Optional.ofNullable(systems.get(estate))
                .filter(system -> system.name().equals(name));
    }

    @Override
    public ServerAddress address(EstateName estate, SsoServerName server) {
        return Optional.ofNullable(addresses.get(estate + "/" + server))
                .orElseThrow(() -> new IllegalArgumentException("no " + server + " in " + estate));
    }
}
