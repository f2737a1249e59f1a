package org.handover.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.handover.journal.Approvals;
import org.handover.journal.Backups;
import org.handover.journal.BreakGlass;
import org.handover.journal.Failover;
import org.handover.journal.FailoverId;
import org.handover.journal.FailoverState;
import org.handover.journal.Failovers;
import org.handover.journal.Intent;
import org.handover.journal.Journal;
import org.handover.journal.Ledger;
import org.handover.journal.Plan;
import org.handover.journal.Plans;
import org.handover.journal.PointOfNoReturn;
import org.handover.journal.Wall;
import org.handover.secret.Purpose;
import org.handover.secret.SecretCustody;
import org.handover.sso.EstateName;
import org.handover.sso.Msid;
import org.handover.sso.Sha256;
import org.handover.sso.SsoServerName;
import org.handover.sso.SsoSystem;
import org.handover.sso.SsoSystemName;
import org.handover.sso.WindowsPath;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One run on an estate that is not real, with the real wall, journal, plan and delegates: every step as the model would call it. */
final class Way {

    static final String BACKUP_PASSWORD = "s3cret of the new backup";
    static final String REMINDER = "the dog's second name";
    static final WindowsPath RESTORE_FILE = WindowsPath.of("C:\\Restore\\SSO01.bak");
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration DAY = Duration.ofDays(1);

    final FakeEstate estate;
    final FailoverId id;
    final Failovers failovers;
    final Journal journal;
    final Ledger ledger;
    final Plans plans;
    final Approvals approvals;
    final Backups backups;
    final BreakGlass breakGlass;
    final PointOfNoReturn pointOfNoReturn;
    final SecretCustody custody;
    final Wall wall;
    final StepProtocol protocol;
    final Map<String, Object> variables = new HashMap<>();
    PastedAnswers pasted = PastedAnswers.none();
    BooleanSupplier leaseHeld = () -> true;
    private final TransactionTemplate transactions;
    private final SsoSystem system;
    final JdbcClient jdbc;

    final SettableBinding binding = new SettableBinding();

    @Nullable
    Path store;

    private Way(String situation, String path, UnaryOperator<SsoSystem.RestoreFile> restoreFile) {
        Clock clock = Clock.systemUTC();
        this.jdbc = JdbcClient.create(OwnDatabase.dataSource());
        ObjectMapper json = new ObjectMapper();
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(OwnDatabase.dataSource()));
        transactions.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
        this.failovers = new Failovers(jdbc, clock);
        this.ledger = new Ledger(jdbc, clock, json);
        this.plans = new Plans(jdbc, failovers, ledger, clock);
        this.approvals = new Approvals(jdbc, ledger, clock);
        this.journal = new Journal(jdbc, transactions, ledger, clock, json);
        this.backups = new Backups(jdbc, transactions, ledger, clock);
        this.pointOfNoReturn = new PointOfNoReturn(journal);
        this.custody = new SecretCustody(clock, DAY);
        this.breakGlass = new BreakGlass(jdbc, ledger, clock);
        this.wall = new Wall(
                transactions, failovers, plans, approvals, journal, ledger, failover -> 1, binding, breakGlass, clock);
        this.protocol = new StepProtocol(wall, journal);
        EstateName name = EstateName.of("estate-" + NUMBER.incrementAndGet());
        SsoSystem.RestoreFile file = restoreFile.apply(new SsoSystem.RestoreFile(
                RESTORE_FILE, Sha256.ofContent("backup".getBytes(java.nio.charset.StandardCharsets.UTF_8)), msid()));
        this.system = new SsoSystem(
                name,
                SsoSystem.Kind.REAL,
                SsoSystemName.of("CONTOSO"),
                SsoServerName.of("SSO01"),
                List.of(SsoServerName.of("SSO01"), SsoServerName.of("SSO02"), SsoServerName.of("SSO03")),
                List.of(file),
                1,
                DAY);
        this.estate = new FakeEstate(system);
        if (!file.inStore()) {
            server("SSO02").files.put(file.path().value().toLowerCase(java.util.Locale.ROOT), bytes("backup"));
        }
        this.id = inTransaction(() -> failovers.reserve(name, system.name()).orElseThrow());
        inTransaction(() -> {
            failovers.open(new Failover(
                    id,
                    name,
                    system.name(),
                    SsoServerName.of("SSO01"),
                    SsoServerName.of("SSO02"),
                    situation,
                    path,
                    false,
                    false,
                    file.path(),
                    "a test",
                    null,
                    "olga",
                    null,
                    Instant.now(),
                    null,
                    FailoverState.CHECKING,
                    null,
                    null,
                    null,
                    null));
            return id;
        });
    }

    static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Msid msid() {
        return Msid.of("8f26122c-4830-4216-bba5-e49dca3ba13b");
    }

    /** The master is lost: silent, and missed by the members. */
    static Way masterLost() {
        Way way = new Way(Failover.MASTER_LOST, "command-line", UnaryOperator.identity());
        way.estate.loseMaster();
        return way;
    }

    static Way planned() {
        return new Way(Failover.PLANNED, "command-line", UnaryOperator.identity());
    }

    static Way bySnapIn() {
        return new Way(Failover.PLANNED, "snap-in", UnaryOperator.identity());
    }

    /** A planned change whose restore file is kept in a store outside the servers. */
    static Way withFileInStore(Path store) {
        Way way = new Way(
                Failover.PLANNED,
                "command-line",
                file -> new SsoSystem.RestoreFile(
                        PlaceRestoreFileDelegate.folder().child("kept.bak"),
                        file.digest(),
                        file.msid(),
                        null,
                        "kept.bak"));
        way.store = store;
        return way;
    }

    FakeServer server(String name) {
        return estate.server(name);
    }

    <T> T inTransaction(java.util.function.Supplier<T> work) {
        T result = transactions.execute(status -> work.get());
        if (result == null) {
            throw new IllegalStateException();
        }
        return result;
    }

    Failover failover() {
        return failovers.get(id);
    }

    Plan plan() {
        return plans.current(id).orElseThrow().plan();
    }

    BackupStore store() {
        return () -> Optional.ofNullable(store);
    }

    // --- the steps, as the model calls them

    StepResult carryOut(RemoteDelegate delegate) {
        return carryOut(delegate, "");
    }

    StepResult carryOut(RemoteDelegate delegate, String decision) {
        return carryOut(delegate, decision, false);
    }

    StepResult carryOut(RemoteDelegate delegate, String decision, boolean doneByHand) {
        return carryOut(delegate, decision, decision, doneByHand);
    }

    /** @param before what was decided at the task that led to the step */
    StepResult carryOut(RemoteDelegate delegate, String before, String decision, boolean doneByHand) {
        StepRun run = new StepRun(
                failover(),
                system,
                plans.current(id),
                estate,
                estate,
                journal,
                delegate.step(),
                "worker",
                doneByHand,
                decision,
                before,
                pasted,
                leaseHeld);
        try {
            return protocol.carryOut(delegate, run);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, Object> proven(RemoteDelegate delegate) {
        return proven(delegate, "");
    }

    Map<String, Object> proven(RemoteDelegate delegate, String decision) {
        StepResult result = carryOut(delegate, decision);
        assertThat(result).as(delegate.step()).isInstanceOf(StepResult.Proven.class);
        return ((StepResult.Proven) result).variables();
    }

    StepResult.Failed failed(RemoteDelegate delegate) {
        return failed(delegate, "");
    }

    StepResult.Failed failed(RemoteDelegate delegate, String decision) {
        StepResult result = carryOut(delegate, decision);
        assertThat(result).as(delegate.step()).isInstanceOf(StepResult.Failed.class);
        return (StepResult.Failed) result;
    }

    Map<String, Object> look() {
        return proven(new LookAtEstateDelegate());
    }

    void giveBackupPassword() {
        custody.sealBackup(id.value(), BACKUP_PASSWORD.toCharArray(), REMINDER.toCharArray());
    }

    void backUpFormer() {
        giveBackupPassword();
        proven(backUpFormerSecret());
    }

    BackUpFormerSecretDelegate backUpFormerSecret() {
        return new BackUpFormerSecretDelegate(custody, backups, wall);
    }

    void makePlan() {
        DelegateExecution execution = execution();
        inTransaction(() -> {
            new MakePlanDelegate(failovers, journal, plans, estate, binding).execute(execution);
            return id;
        });
    }

    DelegateExecution execution() {
        DelegateExecution execution = mock(DelegateExecution.class, RETURNS_DEEP_STUBS);
        when(execution.getProcessBusinessKey()).thenReturn(id.value());
        when(execution.getVariable(any())).thenAnswer(call -> variables.get(call.<String>getArgument(0)));
        doAnswer(call -> variables.put(call.getArgument(0), call.getArgument(1)))
                .when(execution)
                .setVariable(any(), any());
        return execution;
    }

    void approve() {
        inTransaction(() -> {
            approvals.record(id, plans.current(id).orElseThrow().digest(), "anna", true, null, DAY);
            return id;
        });
    }

    void giveRestorePassword() {
        custody.seal(id.value(), Purpose.RESTORE, FakeServer.RESTORE_PASSWORD.toCharArray());
        confirmed("giveRestorePassword");
    }

    void confirmed(String task) {
        journal.proven(
                id,
                plans.current(id).orElseThrow().digest(),
                task,
                Journal.How.ASSERTED,
                "olga",
                "confirmed on a form");
    }

    /** Everything up to the moment before the new server is named. */
    Way ready() {
        look();
        if (failover().planned()) {
            backUpFormer();
        }
        makePlan();
        approve();
        giveRestorePassword();
        if (!failover().planned()) {
            confirmed("confirmFormerMasterIsDown");
        }
        if (plan().path().equals("command-line")) {
            proven(new WriteUpdateFileDelegate());
            proven(new ValidateUpdateFileDelegate());
        }
        return this;
    }

    UpdateDatabaseDelegate updateDatabase() {
        return new UpdateDatabaseDelegate(custody, backups);
    }

    OpenSnapInChangeDelegate openSnapInChange() {
        return new OpenSnapInChangeDelegate(custody, backups);
    }

    CheckSnapInChangeDelegate checkSnapInChange() {
        return new CheckSnapInChangeDelegate(Duration.ZERO);
    }

    /** The new server is named. */
    Way named() {
        ready();
        proven(updateDatabase());
        proven(new ConfirmDatabaseDelegate());
        return this;
    }

    /** The new server is named, restarted, and has the secret. */
    Way promoted() {
        named();
        restored();
        return this;
    }

    void restored() {
        proven(new StopServiceDelegate());
        proven(new StartServiceDelegate());
        proven(new RestoreSecretDelegate(custody));
        proven(new ProveRestoreDelegate());
        proven(new StartDependentsDelegate());
    }

    Way accepted() {
        promoted();
        inTransaction(() -> {
            new AcceptResultDelegate(journal, plans).execute(execution());
            return id;
        });
        return this;
    }

    CheckWayBackDelegate checkWayBack() {
        return new CheckWayBackDelegate(failovers, pointOfNoReturn);
    }

    NameFormerDelegate nameFormer() {
        return new NameFormerDelegate(failovers, pointOfNoReturn);
    }

    TakeBackupDelegate takeBackup() {
        return new TakeBackupDelegate(custody, backups, store());
    }

    List<RemoteDelegate> rollBackSteps() {
        return List.of(
                checkWayBack(),
                new WriteWayBackFileDelegate(),
                nameFormer(),
                new StopFormerDelegate(),
                new StartFormerDelegate(),
                new ProveFormerDelegate(),
                new StopNewDelegate(),
                new StartNewDelegate(),
                new ProveNewIsMemberDelegate(),
                new StartFormersDependentsDelegate(),
                new StartNewsDependentsDelegate());
    }

    /** Ends the run as the model asks, and gives it back as it ended. */
    Failover end(String state) {
        variables.put("endState", state);
        inTransaction(() -> {
            new EndFailoverDelegate(failovers, journal, ledger, custody, new BreakGlassReview(breakGlass))
                    .execute(execution());
            return id;
        });
        return failover();
    }

    // --- what is there afterwards

    List<String> typedOn(String server) {
        return server(server).typed;
    }

    /** Every command that could change something, on whichever server. */
    List<String> changesTyped() {
        return estate.servers.values().stream()
                .flatMap(server -> server.typed.stream())
                .filter(line -> line.contains("-updatedb")
                        || line.contains("net stop")
                        || line.contains("net start")
                        || line.contains("-restoresecret")
                        || line.contains("sc config"))
                .toList();
    }

    Intent lastIntent(String step) {
        List<Intent> attempts = journal.attempts(id, step);
        return attempts.get(attempts.size() - 1);
    }

    /** Everything that is kept in our tables, as text. */
    String everythingKept() {
        StringBuilder all = new StringBuilder();
        for (String table : List.of("intent", "proven", "recorded_backup", "way_back_look", "plan")) {
            jdbc.sql("select t.*::text as line from handover.%s t where failover_id = ?".formatted(table))
                    .param(id.value())
                    .query(String.class)
                    .list()
                    .forEach(line -> all.append(line).append('\n'));
        }
        ledger.entries(id.value())
                .forEach(entry -> all.append(entry.kind()).append(entry.data()).append('\n'));
        variables.forEach(
                (name, value) -> all.append(name).append('=').append(value).append('\n'));
        return all.toString();
    }
}
