package dev.colophon.metadata.project;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where the metadata of a project stands. */
public enum MetadataStatus {
    NONE,
    QUEUED,
    IN_PROGRESS,
    GENERATED,
    FAILED;

    /** The name in the API and in the database. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static MetadataStatus fromWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
