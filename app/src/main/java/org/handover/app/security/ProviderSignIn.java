package org.handover.app.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.handover.app.rest.BadInput;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.core.user.OAuth2User;
import org.springframework.security.web.util.UrlUtils;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Signing in with an OpenID Connect provider: the authorization code with PKCE, and of all that the provider answers only the
 * user name and the groups are kept. No token of the provider reaches a session, or is held at all.
 */
final class ProviderSignIn {

    static final String REGISTRATION = "provider";
    static final String ADDRESS =
            OAuth2AuthorizationRequestRedirectFilter.DEFAULT_AUTHORIZATION_REQUEST_BASE_URI + "/" + REGISTRATION;

    private static final String NAME_HERE = "handover.user";
    private static final String FAILED = "provider";
    private static final Pattern ERROR = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final Logger LOG = LoggerFactory.getLogger(ProviderSignIn.class);

    private final ProviderSettings settings;
    private final ClientRegistrationRepository registrations;
    private final ProviderUsers users;

    ProviderSignIn(ProviderSettings settings, ClientRegistrationRepository registrations, ProviderUsers users) {
        this.settings = settings;
        this.registrations = registrations;
        this.users = users;
    }

    void addTo(HttpSecurity http, String loginPage) throws Exception {
        DefaultOAuth2AuthorizationRequestResolver withPkce = new DefaultOAuth2AuthorizationRequestResolver(
                registrations, OAuth2AuthorizationRequestRedirectFilter.DEFAULT_AUTHORIZATION_REQUEST_BASE_URI);
        withPkce.setAuthorizationRequestCustomizer(OAuth2AuthorizationRequestCustomizers.withPkce());
        http.oauth2Login(login -> login.loginPage(loginPage)
                        .clientRegistrationRepository(registrations)
                        .authorizedClientRepository(new NothingKept())
                        .authorizationEndpoint(endpoint -> endpoint.authorizationRequestResolver(withPkce))
                        .userInfoEndpoint(endpoint -> endpoint.oidcUserService(this::load))
                        .failureHandler(this::refused)
                        .withObjectPostProcessor(new NameAndGroupsOnly())
                        .withObjectPostProcessor(new AnswersWhereTheProviderIsAway()))
                .logout(logout -> logout.logoutSuccessHandler(this::signedOut));
    }

    /** The provider's own page for forms that lead there, such as the one for signing out. */
    String origin() {
        return UriComponentsBuilder.fromUriString(settings.issuer())
                .replacePath(null)
                .build()
                .toUriString();
    }

    private OidcUser load(OidcUserRequest request) {
        OidcUser person = new OidcUserService().loadUser(request);
        List<String> groups = settings.groupsOf(person.getClaims());
        String name = users.signedIn(person, person.getClaimAsString(settings.userNameClaim()), groups);
        List<GrantedAuthority> authorities = groups.stream()
                .<GrantedAuthority>map(SimpleGrantedAuthority::new)
                .toList();
        return new DefaultOidcUser(authorities, person.getIdToken(), person.getUserInfo()) {
            private static final long serialVersionUID = 1L;

            @Override
            public String getName() {
                return name;
            }
        };
    }

    private void refused(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        String code = why instanceof OAuth2AuthenticationException known
                        && List.of(ProviderUsers.NO_GROUP, ProviderUsers.NO_NAME, ProviderUsers.NAME_TAKEN)
                                .contains(known.getError().getErrorCode())
                ? known.getError().getErrorCode()
                : FAILED;
        if (code.equals(FAILED)) {
            LOG.warn("Somebody could not sign in with {}: {}", settings.name(), inWords(why));
        }
        response.sendRedirect("/login?refused=" + code);
    }

    /** What is said of the provider's answers may hold a piece of a token: of those the error's name only. */
    private static String inWords(AuthenticationException why) {
        if (!(why instanceof OAuth2AuthenticationException answered)) {
            return BadInput.causes(why)
                    .skip(1)
                    .map(Throwable::toString)
                    .distinct()
                    .collect(Collectors.joining("; "));
        }
        String error = String.valueOf(answered.getError().getErrorCode());
        return Stream.concat(
                        Stream.of(ERROR.matcher(error).matches() ? error : "an error without a name"),
                        BadInput.causes(why).skip(1).map(cause -> cause.getClass()
                                .getSimpleName()))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** The provider's session is ended too; it may ask whether that is meant, because it is given no token of its own. */
    private void signedOut(HttpServletRequest request, HttpServletResponse response, @Nullable Authentication who)
            throws IOException {
        String back = UriComponentsBuilder.fromUriString(UrlUtils.buildFullRequestUrl(request))
                .replacePath("/login")
                .replaceQuery("logout")
                .build()
                .toUriString();
        @Nullable Object end = who instanceof OAuth2AuthenticationToken ? endsItsSession() : null;
        response.sendRedirect(
                end == null
                        ? back
                        : UriComponentsBuilder.fromUriString(end.toString())
                                .queryParam("client_id", settings.clientId())
                                .queryParam("post_logout_redirect_uri", back)
                                .encode()
                                .toUriString());
    }

    private @Nullable Object endsItsSession() {
        try {
            return registrations
                    .findByRegistrationId(REGISTRATION)
                    .getProviderDetails()
                    .getConfigurationMetadata()
                    .get("end_session_endpoint");
        } catch (RuntimeException away) {
            LOG.warn(
                    "Somebody signed out here, and not of {}, which cannot be asked how: {}",
                    settings.name(),
                    away.toString());
            return null;
        }
    }

    /** What goes into the session of somebody who signed in. */
    record Person(String name) implements OAuth2User, Serializable {

        @Override
        public String getName() {
            return name;
        }

        @Override
        public Map<String, Object> getAttributes() {
            return Map.of(NAME_HERE, name);
        }

        @Override
        public List<GrantedAuthority> getAuthorities() {
            return List.of();
        }
    }

    private static final class NameAndGroupsOnly implements ObjectPostProcessor<OAuth2LoginAuthenticationFilter> {

        @Override
        public <F extends OAuth2LoginAuthenticationFilter> F postProcess(F filter) {
            filter.setAuthenticationResultConverter(full ->
                    new OAuth2AuthenticationToken(new Person(full.getName()), full.getAuthorities(), REGISTRATION));
            return filter;
        }
    }

    private final class AnswersWhereTheProviderIsAway
            implements ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter> {

        @Override
        public <F extends OAuth2AuthorizationRequestRedirectFilter> F postProcess(F filter) {
            filter.setAuthenticationFailureHandler(ProviderSignIn.this::refused);
            return filter;
        }
    }

    private static final class NothingKept implements OAuth2AuthorizedClientRepository {

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // the interface is made so
        public <T extends OAuth2AuthorizedClient> @Nullable T loadAuthorizedClient(
                String registration, Authentication who, HttpServletRequest request) {
            return null;
        }

        @Override
        public void saveAuthorizedClient(
                OAuth2AuthorizedClient client,
                Authentication who,
                HttpServletRequest request,
                HttpServletResponse response) {
            // nothing is asked of the provider in somebody's name
        }

        @Override
        public void removeAuthorizedClient(
                String registration, Authentication who, HttpServletRequest request, HttpServletResponse response) {
            // nothing was kept
        }
    }

    static ClientRegistration registration(ProviderSettings settings) {
        return ClientRegistrations.fromIssuerLocation(settings.issuer())
                .registrationId(REGISTRATION)
                .clientName(settings.name())
                .clientId(settings.clientId())
                .clientSecret(settings.clientSecret())
                .scope(settings.scopes())
                .userNameAttributeName("sub")
                .build();
    }
}
