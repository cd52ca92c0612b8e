package dev.colophon.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The tenant that owns the data and pays for its enrichment. */
public record ClientId(@JsonValue UUID value) {

    @JsonCreator
    public static ClientId of(String value) {
        return new ClientId(UUID.fromString(value));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
