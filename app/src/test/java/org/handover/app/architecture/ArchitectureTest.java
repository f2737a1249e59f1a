package org.handover.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.BooleanSupplier;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.handover.journal.Wall;
import org.handover.step.RemoteDelegate;
import org.handover.step.StepProtocol;
import org.jspecify.annotations.NullMarked;
import org.springframework.beans.factory.annotation.Autowired;

/** Section 3 of the design, as rules. */
@AnalyzeClasses(
        packages = "org.handover",
        importOptions = {DoNotIncludeTests.class, ArchitectureTest.DoNotIncludeArchivesOfTests.class})
final class ArchitectureTest {

    /** What the tests of several modules share. */
    static final class DoNotIncludeArchivesOfTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String[] LIBRARY = {
        "org.handover.sso..",
        "org.handover.console..",
        "org.handover.tool..",
        "org.handover.secret..",
        "org.handover.journal..",
        "org.handover.step..",
        "org.handover.check..",
        "org.handover.verify.."
    };

    @ArchTest
    static final ArchRule everything_lies_where_a_rule_looks = classes()
            .should(resideIn("org.handover.app..", LIBRARY))
            .because("a package that no rule names would be free of all of them");

    @ArchTest
    static final ArchRule the_library_does_not_know_the_application = noClasses()
            .that()
            .resideInAnyPackage(LIBRARY)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.handover.app..")
            .because("the arrow is app -> delegates: a step can be tested and read without the application around it");

    @ArchTest
    static final ArchRule the_library_needs_no_spring_boot_and_no_web = noClasses()
            .that()
            .resideInAnyPackage(LIBRARY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework.boot..",
                    "org.springframework.context..",
                    "org.springframework.stereotype..",
                    "org.springframework.beans..",
                    "org.springframework.web..",
                    "org.springframework.http..",
                    "org.springframework.security..",
                    "jakarta.servlet..")
            .because(
                    "the steps are a library; what puts them together and what serves pages is the application's affair");

    @ArchTest
    static final ArchRule the_engine_is_known_only_where_it_has_to_be = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.handover.step",
                    "org.handover.app.engine",
                    "org.handover.app.security",
                    "org.handover.app.failover",
                    "org.handover.app.start")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.camunda..")
            .because("what ENTSSO is, how one types on a server and what is recorded of it must outlive the engine"
                    + " (a move to a fork of it touches these packages and no others)");

    @ArchTest
    static final ArchRule the_vocabulary_depends_on_nothing_of_ours = noClasses()
            .that()
            .resideInAPackage("org.handover.sso..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.handover..").and(not(resideInAPackage("org.handover.sso.."))))
            .because("the words of ENTSSO are the bottom of the library");

    @ArchTest
    static final ArchRule the_verifier_depends_on_nothing_of_ours = noClasses()
            .that()
            .resideInAPackage("org.handover.verify..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.handover..").and(not(resideInAPackage("org.handover.verify.."))))
            .because("an auditor runs it without the application, and can read it alone");

    @ArchTest
    static final ArchRule the_librarys_packages_are_free_of_cycles = slices().matching("org.handover.(*)..")
            .should()
            .beFreeOfCycles()
            .because("each package is about one thing and can be understood after those below it");

    @ArchTest
    static final ArchRule the_applications_packages_are_free_of_cycles = slices().matching("org.handover.app.(*)..")
            .should()
            .beFreeOfCycles()
            .because("each package of the application can be understood after those below it");

    @ArchTest
    static final ArchRule ssh_is_a_detail_of_the_console = noClasses()
            .that()
            .resideOutsideOfPackages("org.handover.console.ssh", "org.handover.app.start")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.sshd..")
            .because("RemoteConsole is a port: WinRM comes beside SSH, and no step may notice"
                    + " (app.start only makes the key of a first run)");

    @ArchTest
    static final ArchRule the_application_does_not_know_the_lab = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.handover.lab..")
            .because("the lab is a process of its own that is known only by address: a mistake in how one side"
                    + " understands ENTSSO must not be repeated by the other");

    @ArchTest
    static final ArchRule delegates_are_called_delegates = classes()
            .that(are(assignableTo(JavaDelegate.class).or(assignableTo(RemoteDelegate.class))))
            .and()
            .areTopLevelClasses()
            .and()
            .doNotHaveModifier(JavaModifier.ABSTRACT)
            .should()
            .haveSimpleNameEndingWith("Delegate")
            .because("the reader comes from the picture and looks for the class of a step by its name;"
                    + " what several steps share, and the acts that one step consists of, have names of their own");

    @ArchTest
    static final ArchRule a_local_step_types_on_no_server = noClasses()
            .that()
            .areAssignableTo(JavaDelegate.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.handover.console..")
            .because("it would hold a transaction, a connection and a job lock while a server restarts, and would be"
                    + " run a second time beside itself (docs/decisions/0001)");

    @ArchTest
    static final ArchRule a_remote_step_does_not_know_the_engine = noClasses()
            .that()
            .areAssignableTo(RemoteDelegate.class)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.camunda..")
            .because("what it types comes from the plan, never from a process variable");

    @ArchTest
    static final ArchRule only_the_protocol_passes_the_wall = noClasses()
            .that(are(not(assignableTo(StepProtocol.class))))
            .should()
            .callMethod(Wall.class, "pass", Wall.Wish.class, Wall.ClaimNames.class, BooleanSupplier.class)
            .because("probe, wall, intent, claim, act and proof belong together and stand in one place");

    @ArchTest
    static final ArchRule dependencies_come_in_by_the_constructor = fields().should()
            .notBeAnnotatedWith(Autowired.class)
            .because("a class shows what it needs in its constructor");

    @ArchTest
    static final ArchRule every_package_says_what_may_be_null =
            classes().should(beInANullMarkedPackage()).because("NullAway checks only packages that are marked");

    private static ArchCondition<JavaClass> resideIn(String application, String... library) {
        return new ArchCondition<>("reside in the application or in a package of the library") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean known = resideInAPackage(application).test(item)
                        || resideInAnyPackage(library).test(item);
                events.add(new SimpleConditionEvent(item, known, item.getName()));
            }
        };
    }

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a package that is @NullMarked") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean marked = item.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(item, marked, item.getName()));
            }
        };
    }
}
