package org.handover.app;

import org.handover.app.check.CheckCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Runbooks for the night when an Enterprise Single Sign-On master secret server dies. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableScheduling
public class HandoverApplication {

    public static void main(String[] args) {
        if (CheckCommand.isAskedFor(args)) {
            System.exit(CheckCommand.run(System.out, args));
        }
        SpringApplication.run(HandoverApplication.class, args);
    }
}
