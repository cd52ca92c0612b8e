package dev.colophon.web.security;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What a caller may do. {@code admin} may all that {@code member} may, {@code member} all that {@code viewer} may;
 * {@code operator} works across clients and stands beside them.
 */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Writes items and asks. */
    MEMBER,
    /** Configures and sees cost. */
    ADMIN,
    /** Works across clients: replays, dead letters, clients. */
    OPERATOR;

    /** The name in tokens, in the API and in the database. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a name that is no role */
    @JsonCreator
    public static Role fromWireName(String name) {
        for (Role role : values()) {
            if (role.wireName().equals(name)) {
                return role;
            }
        }
        throw new IllegalArgumentException("no role: " + name);
    }

    /** Whether holding this role is enough where {@code required} is asked for. */
    public boolean covers(Role required) {
        return this == required || (this != OPERATOR && required != OPERATOR && compareTo(required) > 0);
    }
}
