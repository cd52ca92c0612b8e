package dev.colophon.web.security;

import java.util.Set;
import java.util.UUID;

/**
 * Who is asking, as the gateway vouches for it. Declare a parameter of this type in a controller method to get it.
 *
 * @param clientId the client whose data this call may touch
 * @param subject the user or API key behind the call
 */
public record Caller(UUID clientId, String subject, Set<Role> roles) {

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** Whether this is another service of the product, which may use {@code /internal/**} and nothing else. */
    public boolean isService() {
        return subject.startsWith(ServiceTokens.SUBJECT_PREFIX);
    }

    /** Whether one of the caller's roles covers {@code required}. */
    public boolean has(Role required) {
        return roles.stream().anyMatch(role -> role.covers(required));
    }
}
