package org.handover.app.security;

import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.identity.Group;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.stereotype.Component;

/** Users and their groups are the engine's; an authority is the id of a group. */
@Component
final class EngineUserAuthentication implements AuthenticationProvider {

    private final IdentityService identity;

    EngineUserAuthentication(IdentityService identity) {
        this.identity = identity;
    }

    @Override
    public Authentication authenticate(Authentication given) {
        String user = given.getName();
        Object password = given.getCredentials();
        if (user.isBlank() || password == null || !identity.checkPassword(user, password.toString())) {
            throw new BadCredentialsException("The user name or the password is wrong.");
        }
        return UsernamePasswordAuthenticationToken.authenticated(user, null, authorities(user));
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
