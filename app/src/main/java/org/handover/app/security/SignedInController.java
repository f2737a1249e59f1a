package org.handover.app.security;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Sign-in")
class SignedInController {

    /** @param groups their ids, such as {@code sso-operators} */
    record SignedIn(String name, List<String> groups) {}

    @GetMapping("/api/me")
    @Operation(summary = "Who is signed in, and in which groups")
    SignedIn me(Authentication who) {
        return new SignedIn(
                who.getName(),
                who.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .sorted()
                        .toList());
    }
}
