package org.handover.app.security;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.Filter;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.handover.app.engine.Groups;
import org.handover.app.engine.RefusedAttempts;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.core.GrantedAuthorityDefaults;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.logout.HttpStatusReturningLogoutSuccessHandler;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * One sign-in for every page. Tools sign in with each request on {@code /api}, {@code /engine-rest}, {@code /actuator} and
 * {@code /v3/api-docs}. What is not named here is closed.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /** Camunda's web apps keep a cookie of the usual name for themselves. */
    static final String CSRF_COOKIE = "HANDOVER-XSRF";

    static final String CSRF_HEADER = "X-HANDOVER-XSRF";

    private static final String LOGIN = "/login";
    private static final RequestMatcher SIGNED = OnPath.of(HttpMethod.POST, SignedMessages.DOORS);

    private static final String[] LOGIN_PAGE = {
        LOGIN,
        "/login/ways",
        "/login.html",
        "/login.js",
        "/csrf.js",
        "/handover.css",
        "/favicon.svg",
        "/favicon.ico",
        "/error"
    };

    /** An authority is the id of a group, without a prefix. */
    @Bean
    static GrantedAuthorityDefaults authoritiesHaveNoPrefix() {
        return new GrantedAuthorityDefaults("");
    }

    @Bean
    @Order(1)
    SecurityFilterChain engineRest(
            HttpSecurity http,
            IdentityService identity,
            BearerTokenFilter.Doorkeeper doorkeeper,
            EngineUserAuthentication users,
            ProblemEntryPoint problems,
            RefusedAttempts attempts,
            ObjectMapper json)
            throws Exception {
        SecurityHeaders.on(http, SecurityHeaders.NOTHING);
        http.securityMatcher(OnPath.of("/engine-rest/**"))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated());
        signInWithEachRequest(http, doorkeeper, users, problems);
        http.addFilterAfter(new EngineApiAllowList(json, problems, attempts), AuthorizationFilter.class);
        http.addFilterAfter(new EngineIdentityFilter(identity), EngineApiAllowList.class);
        return http.build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain api(
            HttpSecurity http,
            IdentityService identity,
            BearerTokenFilter.Doorkeeper doorkeeper,
            EngineUserAuthentication users,
            ProblemEntryPoint problems)
            throws Exception {
        SecurityHeaders.on(http, SecurityHeaders.NOTHING);
        http.securityMatcher(OnPath.of("/api/**", "/actuator/**", "/v3/api-docs/**", "/v3/api-docs.yaml"))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .csrf(csrf -> csrf.csrfTokenRepository(csrfCookie())
                        .csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler())
                        .requireCsrfProtectionMatcher(changesBySession()))
                .authorizeHttpRequests(requests -> requests.requestMatchers(OnPath.of("/actuator/health"))
                        .permitAll()
                        .requestMatchers(OnPath.of("/actuator/**"))
                        .hasAnyAuthority(Groups.ADMINISTRATORS, Groups.AUDITORS, Groups.OPERATORS, Groups.TOOLS)
                        .requestMatchers(OnPath.of("/api/tokens/**"))
                        .hasAuthority(Groups.ADMINISTRATORS)
                        .requestMatchers(OnPath.of(HttpMethod.POST, SignedMessages.DOORS))
                        .permitAll()
                        .requestMatchers(OnPath.of(HttpMethod.POST, "/api/incidents/alertmanager"))
                        .hasAuthority(Groups.TOOLS)
                        .requestMatchers(OnPath.of(HttpMethod.POST, "/api/failovers"))
                        .hasAnyAuthority(Groups.OPERATORS, Groups.TOOLS)
                        .requestMatchers(OnPath.of(
                                HttpMethod.POST,
                                "/api/failovers/*/settle",
                                "/api/failovers/*/enable-former",
                                "/api/failovers/*/acknowledge"))
                        .hasAnyAuthority(Groups.OPERATORS, Groups.APPROVERS)
                        .requestMatchers(OnPath.of(
                                HttpMethod.GET,
                                "/api/failovers/*/restore-password",
                                "/api/failovers/*/backup-password"))
                        .hasAuthority(Groups.OPERATORS)
                        .requestMatchers(OnPath.of("/api/ledger/**"))
                        .hasAuthority(Groups.AUDITORS)
                        .requestMatchers(OnPath.of(HttpMethod.GET, "/api/notifications"))
                        .hasAnyAuthority(Groups.OPERATORS, Groups.APPROVERS, Groups.AUDITORS, Groups.ADMINISTRATORS)
                        .requestMatchers(OnPath.of(HttpMethod.POST, "/api/notifications/*/retry"))
                        .hasAnyAuthority(Groups.OPERATORS, Groups.ADMINISTRATORS)
                        .requestMatchers(OnPath.of(HttpMethod.GET, "/**"))
                        .hasAnyAuthority(Groups.ALL.toArray(String[]::new))
                        .requestMatchers(OnPath.of(HttpMethod.POST, "/api/configuration/confirm"))
                        .hasAnyAuthority(Groups.APPROVERS, Groups.ADMINISTRATORS)
                        .requestMatchers(OnPath.of(HttpMethod.PUT, "/api/switches/*"))
                        .hasAnyAuthority(Groups.OPERATORS, Groups.ADMINISTRATORS)
                        .requestMatchers(OnPath.of("/api/tasks/**"))
                        .hasAnyAuthority(Groups.OPERATORS, Groups.APPROVERS)
                        .requestMatchers(OnPath.of("/api/**"))
                        .hasAuthority(Groups.OPERATORS)
                        .anyRequest()
                        .denyAll());
        signInWithEachRequest(http, doorkeeper, users, problems);
        http.addFilterAfter(new EngineIdentityFilter(identity), AuthorizationFilter.class);
        return http.build();
    }

    private static void signInWithEachRequest(
            HttpSecurity http,
            BearerTokenFilter.Doorkeeper doorkeeper,
            EngineUserAuthentication users,
            ProblemEntryPoint problems)
            throws Exception {
        http.authenticationProvider(users)
                .httpBasic(basic -> basic.authenticationEntryPoint(problems))
                .exceptionHandling(
                        refusals -> refusals.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .addFilterBefore(new BearerTokenFilter(doorkeeper, problems), BasicAuthenticationFilter.class);
    }

    /** Camunda's web apps: the sign-in is the pages', the cookie that a change has to repeat is the one that they know. */
    @Bean
    @Order(3)
    SecurityFilterChain webApps(
            HttpSecurity http, ProblemEntryPoint problems, RefusedAttempts attempts, ObjectMapper json)
            throws Exception {
        SecurityHeaders.on(http, SecurityHeaders.NOTHING);
        http.securityMatcher(OnPath.of("/camunda/**"))
                .csrf(csrf -> csrf.csrfTokenRepository(webAppCsrfCookie())
                        .csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler()))
                .requestCache(cache -> cache.requestCache(pageThatWasAskedFor()))
                .authorizeHttpRequests(requests -> requests.requestMatchers(OnPath.of(
                                "/camunda/api/admin/setup/**",
                                "/camunda/app/admin/*/setup/**",
                                "/camunda/api/admin/auth/user/*/login/**"))
                        .denyAll()
                        // A web app asks for one more font after its session has ended, and no page is a font.
                        .requestMatchers(OnPath.of(HttpMethod.GET, "/camunda/assets/*"))
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .exceptionHandling(
                        refusals -> refusals.defaultAccessDeniedHandlerFor(problems, OnPath.of("/camunda/api/**"))
                                .defaultAuthenticationEntryPointFor(problems, OnPath.of("/camunda/api/**"))
                                .defaultAuthenticationEntryPointFor(
                                        new LoginUrlAuthenticationEntryPoint(LOGIN), AnyRequestMatcher.INSTANCE))
                .logout(logout -> logout.logoutRequestMatcher(
                                OnPath.of(HttpMethod.POST, "/camunda/api/admin/auth/user/*/logout"))
                        .logoutSuccessHandler(new HttpStatusReturningLogoutSuccessHandler(HttpStatus.NO_CONTENT)));
        http.addFilterAfter(new EngineApiAllowList(json, problems, attempts), AuthorizationFilter.class);
        http.addFilterAfter(new CsrfCookieFilter(webAppCsrfCookie(), csrfCookie()), CsrfFilter.class);
        http.addFilterAfter(new NonceOfRequest(), AuthorizationFilter.class);
        return http.build();
    }

    @Bean
    @Order(4)
    SecurityFilterChain pages(
            HttpSecurity http, EngineUserAuthentication users, ObjectProvider<ProviderSignIn> provider)
            throws Exception {
        @Nullable ProviderSignIn signIn = provider.getIfAvailable();
        SecurityHeaders.on(http, SecurityHeaders.ownPages(signIn == null ? "" : signIn.origin()));
        http.authenticationProvider(users)
                .csrf(csrf -> csrf.csrfTokenRepository(csrfCookie())
                        .csrfTokenRequestHandler(new CsrfTokenRequestAttributeHandler()))
                .requestCache(cache -> cache.requestCache(pageThatWasAskedFor()))
                .authorizeHttpRequests(requests -> requests.requestMatchers(OnPath.of(LOGIN_PAGE))
                        .permitAll()
                        .requestMatchers(OnPath.of("/board/audit/**"))
                        .hasAuthority(Groups.AUDITORS)
                        .requestMatchers(OnPath.of(HttpMethod.GET, "/board/**"))
                        .hasAnyAuthority(Groups.OPERATORS, Groups.APPROVERS, Groups.AUDITORS, Groups.ADMINISTRATORS)
                        .requestMatchers(OnPath.of(
                                HttpMethod.POST,
                                "/board/failovers/*/settle",
                                "/board/failovers/*/enable-former",
                                "/board/failovers/*/acknowledge"))
                        .hasAnyAuthority(Groups.OPERATORS, Groups.APPROVERS)
                        .requestMatchers(OnPath.of(HttpMethod.POST, "/board/notifications/*/retry"))
                        .hasAnyAuthority(Groups.OPERATORS, Groups.ADMINISTRATORS)
                        .requestMatchers(OnPath.of(HttpMethod.POST, "/board/tools/switch"))
                        .hasAnyAuthority(Groups.OPERATORS, Groups.ADMINISTRATORS)
                        .requestMatchers(OnPath.of(
                                HttpMethod.POST,
                                "/board/start",
                                "/board/tools/starts/*/withdraw",
                                "/board/failovers/*/*"))
                        .hasAuthority(Groups.OPERATORS)
                        .requestMatchers(OnPath.of("/board/**"))
                        .denyAll()
                        .anyRequest()
                        .authenticated())
                .formLogin(login -> login.loginPage(LOGIN).failureHandler(new SignInRefused()))
                .logout(logout -> logout.logoutRequestMatcher(OnPath.of(HttpMethod.POST, "/logout")));
        http.addFilterAfter(new CsrfCookieFilter(csrfCookie()), CsrfFilter.class);
        if (signIn != null) {
            signIn.addTo(http, LOGIN);
        }
        return http.build();
    }

    /**
     * A cookie keeps it, so that nobody who only knocks leaves a session in the database. What a page asks by itself does
     * not count: one left open in another tab would decide to which run a sign-in leads.
     */
    private static RequestCache pageThatWasAskedFor() {
        CookieRequestCache cache = new CookieRequestCache();
        cache.setRequestMatcher(request -> request.getMethod().equals("GET")
                && request.getHeader(HttpHeaders.ACCEPT) != null
                && request.getHeader(HttpHeaders.ACCEPT).contains("text/html")
                && request.getHeader("X-Requested-With") == null
                && !OnPath.path(request).startsWith("/camunda/api/"));
        return cache;
    }

    @Bean
    WebMvcConfigurer loginPage() {
        return new WebMvcConfigurer() {
            @Override
            public void addViewControllers(ViewControllerRegistry registry) {
                registry.addViewController(LOGIN).setViewName("forward:/login.html");
                registry.addRedirectViewController("/", "/board");
                registry.addRedirectViewController("/favicon.ico", "/favicon.svg");
            }
        };
    }

    private static CookieCsrfTokenRepository csrfCookie() {
        CookieCsrfTokenRepository repository = CookieCsrfTokenRepository.withHttpOnlyFalse();
        repository.setCookieName(CSRF_COOKIE);
        repository.setHeaderName(CSRF_HEADER);
        repository.setCookiePath("/");
        return repository;
    }

    private static CookieCsrfTokenRepository webAppCsrfCookie() {
        CookieCsrfTokenRepository repository = CookieCsrfTokenRepository.withHttpOnlyFalse();
        repository.setCookiePath("/camunda");
        return repository;
    }

    /**
     * Takes the place, by its name, of Camunda's own filter against forged requests, which keeps its token in the session.
     * The chain {@code webApps} does the same with a cookie alone: two pages that are opened at once have one token.
     */
    @Bean
    FilterRegistrationBean<Filter> noTokenInTheSession() {
        Filter passedBy = (request, response, chain) -> chain.doFilter(request, response);
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(passedBy);
        registration.setName("CsrfPreventionFilter");
        registration.addUrlPatterns("/camunda/app/*");
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    /** A request that carries its own sign-in cannot be forged by another site's page; one that rides on a session can. */
    private static RequestMatcher changesBySession() {
        return request -> !Set.of("GET", "HEAD", "OPTIONS", "TRACE").contains(request.getMethod())
                && request.getHeader(HttpHeaders.AUTHORIZATION) == null
                && !SIGNED.matches(request);
    }

    @Bean
    FilterRegistrationBean<ContainerBasedAuthenticationFilter> webAppSignIn() {
        FilterRegistrationBean<ContainerBasedAuthenticationFilter> registration =
                new FilterRegistrationBean<>(new ContainerBasedAuthenticationFilter());
        registration.setInitParameters(Map.of("authentication-provider", WebAppSignIn.class.getName()));
        registration.addUrlPatterns("/camunda/app/*", "/camunda/api/*", "/camunda/lib/*");
        registration.setOrder(101);
        return registration;
    }
}
