package org.handover.app.security;

import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/** Users and their groups are the engine's; an authority is the id of a group. */
@Component
final class EngineUserAuthentication implements AuthenticationProvider {

    private final IdentityService identity;
    private final SignInBrake brake;
    private final WaysIn ways;

    EngineUserAuthentication(IdentityService identity, SignInBrake brake, WaysIn ways) {
        this.identity = identity;
        this.brake = brake;
        this.ways = ways;
    }

    @Override
    public Authentication authenticate(Authentication given) {
        if (!ways.passwords()) {
            throw new DisabledException("Passwords are switched off.");
        }
        String user = given.getName();
        Object password = given.getCredentials();
        SignInBrake.Attempt attempt = brake.begin(SignInBrake.Door.PASSWORD, user, address(given));
        if (!canBeAUsers(user) || password == null || !identity.checkPassword(user, password.toString())) {
            brake.failed(attempt);
            throw new BadCredentialsException("The user name or the password is wrong.");
        }
        brake.succeeded(attempt);
        UsernamePasswordAuthenticationToken signedIn =
                UsernamePasswordAuthenticationToken.authenticated(user, null, authorities(user));
        signedIn.setDetails(given.getDetails());
        return signedIn;
    }

    /** The database, which is asked for the user, keeps no text with the character zero. */
    static boolean canBeAUsers(String name) {
        return !name.isBlank() && name.indexOf('\0') < 0;
    }

    private static @Nullable String address(Authentication given) {
        return given.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : null;
    }

    List<GrantedAuthority> authorities(String user) {
        return identity.createGroupQuery().groupMember(user).list().stream()
                .map(Group::getId)
                .<GrantedAuthority>map(SimpleGrantedAuthority::new)
                .toList();
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
