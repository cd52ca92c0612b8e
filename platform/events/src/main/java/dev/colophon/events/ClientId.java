package dev.colophon.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The tenant that owns the data and pays for its enrichment. */
public record ClientId(@JsonValue UUID value) {

    /** @throws IllegalArgumentException for what is no UUID in its canonical form */
    @JsonCreator
    public static ClientId of(String value) {
        return new ClientId(Ids.parse(value));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
