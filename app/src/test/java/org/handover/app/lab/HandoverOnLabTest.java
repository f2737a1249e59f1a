package org.handover.app.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.User;
import org.handover.app.HandoverApplication;
import org.handover.app.engine.Groups;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/** The whole application, in this process, with its own PostgreSQL; each test brings a lab of its own. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        classes = HandoverApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.port=0",
            "handover.data=target/test-data/on-lab",
            "handover.lab.enabled=false",
            "handover.agreement-wait=PT2S",
            "handover.poll-limit=PT1S",
            "handover.former-watch=PT1S",
            "handover.master-watch=PT0S",
            "handover.rehearsal.clean-up=PT1S",
            "handover.restraint.open-at-once=" + HandoverOnLabTest.OPEN_AT_ONCE,
            "handover.restraint.windows[0].sso-system=" + HandoverOnLabTest.IN_MAINTENANCE,
            "handover.restraint.windows[0].from=2026-01-01T00:00:00Z",
            "handover.restraint.windows[0].until=2126-01-01T00:00:00Z",
            "handover.restraint.windows[0].why=the tests",
            "handover.incidents.pagerduty.secret=" + HandoverOnLabTest.WEBHOOK_SECRET,
            "handover.incidents.generic.secret=" + HandoverOnLabTest.WEBHOOK_SECRET,
            "handover.incidents.rules[0].source=pagerduty",
            "handover.incidents.rules[0].when[0].field=service.summary",
            "handover.incidents.rules[0].when[0].matches=test-.*",
            "handover.incidents.rules[0].estate={service.summary}",
            "handover.incidents.rules[0].sso-system=CONTOSO",
            "handover.incidents.rules[0].new-master=SSO02",
            "handover.incidents.rules[1].when[0].field=labels.person",
            "handover.incidents.rules[1].when[0].matches=.+",
            "handover.incidents.rules[1].estate={labels.estate}",
            "handover.incidents.rules[1].sso-system={labels.sso_system}",
            "handover.incidents.rules[1].new-master=SSO02",
            "handover.incidents.rules[1].requested-for={labels.person}",
            "handover.incidents.rules[2].estate={labels.estate}",
            "handover.incidents.rules[2].sso-system={labels.sso_system}",
            "handover.incidents.rules[2].new-master=SSO02",
            "handover.backup-store=target/test-data/on-lab",
            "logging.file.name=target/test-data/on-lab.log",
            "logging.level.org.handover=debug"
        })
@AutoConfigureObservability(tracing = false)
@Import(HandoverOnLabTest.People.class)
@interface HandoverOnLabTest {

    String PASSWORD = "a-password-for-tests";

    String WEBHOOK_SECRET = "what-webhooks-of-the-tests-are-signed-with";

    /** An SSO system of this name is always in a maintenance window. */
    String IN_MAINTENANCE = "FABRIKAM";

    int OPEN_AT_ONCE = 20;

    /** Who takes part, and the inventory that the tests fill. */
    @TestConfiguration(proxyBeanMethods = false)
    class People {

        @Bean
        LabEstates labEstates() {
            return new LabEstates();
        }

        /** The lab that makes twins is the one that a test says. */
        @Bean
        @Primary
        LabOfTheTest labOfTheTest() {
            return new LabOfTheTest();
        }

        /** Comes after {@code ApplicationReadyEvent}, with which the groups and their rights are made. */
        @Bean
        ApplicationListener<AvailabilityChangeEvent<ReadinessState>> people(IdentityService identity) {
            return ready -> {
                make(identity, "olga", Groups.OPERATORS);
                make(identity, "anna", Groups.APPROVERS);
                make(identity, "alan", Groups.APPROVERS);
                make(identity, "both", Groups.APPROVERS);
                member(identity, "both", Groups.OPERATORS);
                make(identity, "audrey", Groups.AUDITORS);
                make(identity, "root", Groups.ADMINISTRATORS);
                make(identity, "pager", Groups.TOOLS);
            };
        }

        private static void make(IdentityService identity, String name, String group) {
            if (identity.createUserQuery().userId(name).count() == 0) {
                User user = identity.newUser(name);
                user.setPassword(PASSWORD);
                identity.saveUser(user);
                member(identity, name, group);
            }
        }

        private static void member(IdentityService identity, String name, String group) {
            if (identity.createUserQuery().userId(name).memberOfGroup(group).count() == 0) {
                identity.createMembership(name, group);
            }
        }

        @Bean
        Drive drive(Environment environment) {
            return new Drive(environment);
        }
    }
}
