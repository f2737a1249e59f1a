package org.handover.app.security;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** What each answer tells a browser. Over TLS it also says that this host is asked over TLS only. */
final class SecurityHeaders {

    static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    private static final String NO_DEVICE =
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), display-capture=()";

    private SecurityHeaders() {}

    /** @param formsGoTo where else than here a page may send a form, such as the provider's page for signing out */
    static String ownPages(String formsGoTo) {
        return "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'%s; frame-ancestors 'none'"
                .formatted(formsGoTo.isEmpty() ? "" : " " + formsGoTo);
    }

    /** @param contentSecurityPolicy not written where Camunda's web apps have set their own */
    static void on(HttpSecurity http, String contentSecurityPolicy) throws Exception {
        http.headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(contentSecurityPolicy))
                .frameOptions(frames -> frames.deny())
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(permissions -> permissions.policy(NO_DEVICE))
                .crossOriginOpenerPolicy(opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(resources -> resources.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                .httpStrictTransportSecurity(hsts -> hsts.includeSubDomains(false)));
    }
}
