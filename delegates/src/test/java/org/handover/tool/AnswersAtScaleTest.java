package org.handover.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import net.jqwik.api.providers.TypeUsage;
import org.handover.fuzz.Fuzzed;
import org.handover.fuzz.InTime;
import org.handover.fuzz.Mangled;
import org.handover.fuzz.TextMutations;
import org.handover.printed.Like;
import org.handover.printed.Printed;
import org.handover.sso.RefusedValueException;
import org.handover.sso.SsoServerName;
import org.handover.sso.WindowsPath;
import org.jspecify.annotations.Nullable;

/** Whatever a server prints, every reader gives one of its answers, in time. */
class AnswersAtScaleTest {
    private static final WindowsPath FILE = WindowsPath.of("C:\\Restore\\SSO 01.bak");
    private static final WindowsPath CLAIM = WindowsPath.of("C:\\Handover\\prod-FO-000001-restoreSecret-1");
    private static final SsoServerName SSO02 = SsoServerName.of("SSO02");
    private static final InstallDirectory INSTALLED = new InstallDirectory(WindowsPath.of("C:\\SSO"));
    private static final SsoManage SSOMANAGE = new SsoManage(INSTALLED);
    private static final SsoConfig SSOCONFIG = new SsoConfig(INSTALLED);
    private static final List<@Nullable Integer> EXIT_CODES =
            Arrays.asList(0, 0, 0, null, 1, 2, 5, 1060, -1, Integer.MAX_VALUE, Integer.MIN_VALUE);

    /** Three of four were this tool's, one any other's. */
    @Provide
    Arbitrary<Mangled> printed(TypeUsage usage) {
        List<String> own =
                Printed.by(usage.findAnnotation(Like.class).orElseThrow().value());
        List<String> all = Printed.all();
        List<String> originals = new ArrayList<>(all);
        while (originals.size() < 4 * all.size()) {
            originals.addAll(own);
        }
        return Mangled.anyOf(originals, TextMutations.with(all));
    }

    private static <A> A reads(ToolCommand<A> command, Mangled printed) throws InterruptedException {
        return reads(command, printed, answer -> List.of());
    }

    /** @param use what the application does with the answer */
    private static <A> A reads(ToolCommand<A> command, Mangled printed, Function<A, Object> use)
            throws InterruptedException {
        Integer exitCode = TextMutations.one(EXIT_CODES, printed.chance());
        String text = printed.text();
        Callable<A> act = () -> {
            A answer = Answers.read(command, exitCode, text);
            assertThat(use.apply(answer)).isNotNull();
            return answer;
        };
        return InTime.call(act);
    }

    @Fuzzed
    void ssomanage_displaydb(@ForAll("printed") @Like("ssomanage -displaydb") Mangled printed) throws Exception {
        reads(
                SSOMANAGE.displayDb(),
                printed,
                answer -> answer instanceof SsoManage.DisplayDb.Known known
                        && known.info().names(SSO02));
    }

    @Fuzzed
    void ssomanage_updatedb(@ForAll("printed") @Like("ssomanage -updatedb") Mangled printed) throws Exception {
        reads(SSOMANAGE.updateDb(FILE), printed);
    }

    @Fuzzed
    void ssomanage_showserver(@ForAll("printed") @Like("ssomanage -showserver") Mangled printed) throws Exception {
        reads(SSOMANAGE.showServer(), printed);
    }

    @Fuzzed
    void ssomanage_displayapp(@ForAll("printed") @Like("ssomanage -displayapp") Mangled printed) throws Exception {
        reads(SSOMANAGE.displayApp(ConfigStore.APPLICATION), printed);
    }

    @Fuzzed
    void ssoconfig_status(@ForAll("printed") @Like("ssoconfig -status") Mangled printed) throws Exception {
        reads(
                SSOCONFIG.status(),
                printed,
                answer -> answer instanceof SsoConfig.Status.Known known
                        && known.isSecretServer().orElse(false));
    }

    @Fuzzed
    void ssoconfig_restoresecret(@ForAll("printed") @Like("ssoconfig -restoresecret") Mangled printed)
            throws Exception {
        reads(SSOCONFIG.restoreSecret(FILE), printed);
    }

    @Fuzzed
    void sc_queryex(@ForAll("printed") @Like("sc queryex") Mangled printed) throws Exception {
        reads(Services.query(Services.ENTSSO), printed);
    }

    @Fuzzed
    void sc_enumdepend(@ForAll("printed") @Like("sc enumdepend") Mangled printed) throws Exception {
        reads(
                Services.dependents(Services.ENTSSO),
                printed,
                answer -> answer instanceof Dependents.Known known ? known.running() : answer);
    }

    @Fuzzed
    void sc_qc(@ForAll("printed") @Like("sc qc") Mangled printed) throws Exception {
        reads(StartType.ofEntsso(), printed);
    }

    @Fuzzed
    void net_stop(@ForAll("printed") @Like("net stop") Mangled printed) throws Exception {
        reads(Services.stop(Services.ENTSSO), printed);
    }

    @Fuzzed
    void reg_query_of_the_secrets(@ForAll("printed") @Like("reg query ENTSSO") Mangled printed) throws Exception {
        reads(RegistryQuery.msids(), printed);
    }

    @Fuzzed
    void reg_query_of_the_install_directory(@ForAll("printed") @Like("reg query Services") Mangled printed)
            throws Exception {
        reads(RegistryQuery.installDirectory(), printed, answer -> {
            try {
                return answer instanceof RegistryQuery.Install.Found found
                        ? found.directory().ssomanage()
                        : answer;
            } catch (RefusedValueException tooLong) {
                return tooLong;
            }
        });
    }

    @Fuzzed
    void reg_query_of_a_service(@ForAll("printed") @Like("reg query Services") Mangled printed) throws Exception {
        reads(RegistryValues.of(RegistryValues.ENTSSO_SERVICE), printed, answer -> ServiceSettings.of(answer)
                .map(found -> found.startInWords() + found.neverAllowed())
                .orElse(""));
    }

    @Fuzzed
    void reg_query_of_a_host(@ForAll("printed") @Like("reg query BTSSvc") Mangled printed) throws Exception {
        reads(RegistryValues.ofService("BTSSvc$A"), printed, BizTalkHost::of);
    }

    @Fuzzed
    void reg_query_of_the_database(@ForAll("printed") @Like("reg query SQL") Mangled printed) throws Exception {
        reads(RegistryValues.of(RegistryValues.SSO_DATABASE), printed);
    }

    @Fuzzed
    void reg_query_of_the_versions(@ForAll("printed") @Like("reg query versions") Mangled printed) throws Exception {
        reads(RegistryValues.of(RegistryValues.ENTSSO_VERSIONS), printed);
    }

    @Fuzzed
    void reg_query_of_the_cluster(@ForAll("printed") @Like("reg query Cluster") Mangled printed) throws Exception {
        reads(Cluster.services(), printed, answer -> answer instanceof Cluster.Answer.Known known && known.hasEntsso());
    }

    @Fuzzed
    void reg_query_of_the_updates(@ForAll("printed") @Like("reg query Uninstall") Mangled printed) throws Exception {
        reads(Updates.restoreFix(), printed);
    }

    @Fuzzed
    void wevtutil_latest(@ForAll("printed") @Like("wevtutil qe") Mangled printed) throws Exception {
        reads(EventQuery.latest(), printed);
    }

    @Fuzzed
    void wevtutil_newer_than(@ForAll("printed") @Like("wevtutil qe") Mangled printed) throws Exception {
        reads(EventQuery.newerThan(102, 10523, 10524), printed);
    }

    @Fuzzed
    void tasklist(@ForAll("printed") @Like("tasklist") Mangled printed) throws Exception {
        reads(TaskList.running("ssoconfig.exe"), printed);
    }

    @Fuzzed
    void fsutil_volumeinfo(@ForAll("printed") @Like("fsutil volumeinfo") Mangled printed) throws Exception {
        reads(Volume.fileSystemOf(FILE), printed);
    }

    @Fuzzed
    void fsutil_diskfree(@ForAll("printed") @Like("fsutil diskfree") Mangled printed) throws Exception {
        reads(Volume.freeOn(FILE), printed);
    }

    @Fuzzed
    void the_clock(@ForAll("printed") @Like("clock") Mangled printed) throws Exception {
        reads(Clocks.read(), printed);
    }

    @Fuzzed
    void whoami_groups(@ForAll("printed") @Like("whoami") Mangled printed) throws Exception {
        reads(WhoAmI.groups(), printed, answer -> answer instanceof WhoAmI.Answer.Known known && known.elevated());
    }

    @Fuzzed
    void whoami_for_a_group(@ForAll("printed") @Like("whoami") Mangled printed) throws Exception {
        reads(GroupSid.of("SSO Administrators; CONTOSO\\Operators"), printed);
    }

    @Fuzzed
    void net_localgroup(@ForAll("printed") @Like("net localgroup") Mangled printed) throws Exception {
        reads(
                LocalGroup.members("SSO Administrators"),
                printed,
                answer -> answer instanceof LocalGroup.Answer.Known known && known.lists(".\\administrator"));
    }

    @Fuzzed
    void hostname(@ForAll("printed") @Like("hostname") Mangled printed) throws Exception {
        reads(
                HostName.ask(),
                printed,
                answer -> answer instanceof HostName.Answer.Known known && SSO02.sameComputer(known.name()));
    }

    @Fuzzed
    void certutil(@ForAll("printed") @Like("certutil") Mangled printed) throws Exception {
        reads(FileHash.sha256(FILE), printed);
    }

    @Fuzzed
    void icacls(@ForAll("printed") @Like("icacls") Mangled printed) throws Exception {
        reads(FileRights.ofFile(FILE, List.of("S-1-1-0")), printed);
    }

    @Fuzzed
    void md(@ForAll("printed") @Like("md") Mangled printed) throws Exception {
        reads(MakeDirectory.claim(CLAIM), printed);
    }

    @Fuzzed
    void a_port(@ForAll("printed") @Like("port") Mangled printed) throws Exception {
        reads(Port.reaches(SSO02, Port.RPC), printed);
    }

    @Fuzzed
    void the_config_store(@ForAll("printed") @Like("config store") Mangled printed) throws Exception {
        reads(ConfigStore.get(), printed);
    }
}
