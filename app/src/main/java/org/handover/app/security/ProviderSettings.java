package org.handover.app.security;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.handover.app.engine.Groups;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * An OpenID Connect provider whose people sign in here, and which of its groups are which of ours (docs/operations.md).
 *
 * @param issuer its address, as it stands in its own tokens
 * @param name what people call it
 * @param clientSecret from the environment or a file, never from an argument
 * @param userNameClaim the claim that is somebody's user name here, at the first sign-in
 * @param groupsClaim the claim with somebody's groups; {@code .} leads into an object, as in {@code realm_access.roles}
 * @param groups ours to the provider's
 * @param builtInUsers whether Handover's own users can still sign in with their passwords
 */
@Validated
@ConfigurationProperties("handover.oidc")
record ProviderSettings(
        @NotBlank String issuer,
        @DefaultValue("your provider") String name,
        @NotBlank String clientId,
        @NotBlank String clientSecret,
        @DefaultValue({"openid", "profile"}) List<String> scopes,
        @DefaultValue("preferred_username") String userNameClaim,
        @DefaultValue("groups") String groupsClaim,
        @NotEmpty Map<String, List<String>> groups,
        @DefaultValue("false") boolean builtInUsers) {

    ProviderSettings {
        List<String> unknown = groups.keySet().stream()
                .filter(group -> !Groups.ALL.contains(group))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("handover.oidc.groups names %s; there are only %s."
                    .formatted(String.join(", ", unknown), String.join(", ", Groups.ALL)));
        }
    }

    /** @return our groups of somebody with these claims, in our order */
    List<String> groupsOf(Map<String, Object> claims) {
        List<?> theirs = values(claims, groupsClaim);
        return Groups.ALL.stream()
                .filter(group -> groups.getOrDefault(group, List.of()).stream().anyMatch(theirs::contains))
                .toList();
    }

    private static List<?> values(Map<?, ?> claims, String path) {
        @Nullable Object found = claims.get(path);
        int dot = path.indexOf('.');
        if (found == null && dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
            return values(inner, path.substring(dot + 1));
        }
        return found instanceof List<?> list ? new ArrayList<>(list) : found == null ? List.of() : List.of(found);
    }
}
