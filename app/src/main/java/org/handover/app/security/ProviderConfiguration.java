package org.handover.app.security;

import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.SupplierClientRegistrationRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Signing in with an OpenID Connect provider, where one is named. */
@Configuration(proxyBeanMethods = false)
class ProviderConfiguration {

    @Bean
    WaysIn waysIn(ObjectProvider<ProviderSettings> provider) {
        return Optional.ofNullable(provider.getIfAvailable())
                .map(settings -> new WaysIn(settings.builtInUsers(), settings.name()))
                .orElseGet(() -> new WaysIn(true, null));
    }

    /** Asked by the sign-in page. */
    @RestController
    static class WaysInController {

        private final WaysIn ways;

        WaysInController(WaysIn ways) {
            this.ways = ways;
        }

        @GetMapping("/login/ways")
        ResponseEntity<Map<String, Object>> ways() {
            Map<String, Object> shown = ways.provider() == null
                    ? Map.of("passwords", ways.passwords())
                    : Map.of(
                            "passwords",
                            ways.passwords(),
                            "provider",
                            ways.provider(),
                            "address",
                            ProviderSignIn.ADDRESS);
            return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(shown);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("handover.oidc.issuer")
    @EnableConfigurationProperties(ProviderSettings.class)
    static class WithProvider {

        /** The provider is asked about itself at the first sign-in: it need not be there when the application starts. */
        @Bean
        ClientRegistrationRepository clientRegistrations(ProviderSettings settings) {
            return new SupplierClientRegistrationRepository(
                    () -> new InMemoryClientRegistrationRepository(ProviderSignIn.registration(settings)));
        }

        @Bean
        ProviderSignIn providerSignIn(
                ProviderSettings settings, ClientRegistrationRepository registrations, ProviderUsers users) {
            return new ProviderSignIn(settings, registrations, users);
        }
    }
}
