package org.handover.app.security;

import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.DefaultAuthenticationEventPublisher;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.event.AuthenticationFailureLockedEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;

/**
 * Makes sign-ins known to whoever listens, such as the ledger. Of a failed one only what cannot be a secret: never the password,
 * and the user name only where there is such a user, because what is typed into that field may be a password.
 */
@Component
final class SignInEvents implements AuthenticationEventPublisher {

    private static final String UNKNOWN = "unknown user";

    private final DefaultAuthenticationEventPublisher publisher;
    private final IdentityService identity;

    SignInEvents(ApplicationEventPublisher events, IdentityService identity) {
        this.publisher = new DefaultAuthenticationEventPublisher(events);
        this.publisher.setAdditionalExceptionMappings(
                Map.of(TooManyAttemptsException.class, AuthenticationFailureLockedEvent.class));
        this.identity = identity;
    }

    @Override
    public void publishAuthenticationSuccess(Authentication who) {
        publisher.publishAuthenticationSuccess(who);
    }

    @Override
    public void publishAuthenticationFailure(AuthenticationException why, Authentication tried) {
        UsernamePasswordAuthenticationToken told =
                UsernamePasswordAuthenticationToken.unauthenticated(nameOf(tried), null);
        told.setDetails(tried.getDetails());
        publisher.publishAuthenticationFailure(why, told);
    }

    private String nameOf(Authentication tried) {
        String name = tried.getName();
        boolean harmless = BearerTokenFilter.NOBODY.equals(name)
                || SignedMessages.NOBODY.equals(name)
                || (name != null
                        && EngineUserAuthentication.canBeAUsers(name)
                        && identity.createUserQuery().userId(name).count() > 0);
        return harmless ? name : UNKNOWN;
    }
}
