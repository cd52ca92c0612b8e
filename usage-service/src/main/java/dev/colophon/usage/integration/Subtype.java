package dev.colophon.usage.integration;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Set;

/** What an integration is for. */
public enum Subtype {
    EMBEDDING("embedding"),
    LLM("chat"),
    /** Serves both. */
    GATEWAY("chat", "embedding"),
    DATA_SOURCE;

    private final Set<String> capabilities;

    Subtype(String... capabilities) {
        this.capabilities = Set.of(capabilities);
    }

    /** What its models may be asked for: {@code chat}, {@code embedding}. */
    public Set<String> capabilities() {
        return capabilities;
    }

    /** Whether it can stand in for all that {@code other} does. */
    boolean standsInFor(Subtype other) {
        return this != DATA_SOURCE && other != DATA_SOURCE && capabilities.containsAll(other.capabilities);
    }

    /** The name in the API, in events and in the database. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a name that is no subtype */
    @JsonCreator
    public static Subtype fromWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
