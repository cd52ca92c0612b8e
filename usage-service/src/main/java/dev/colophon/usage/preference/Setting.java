package dev.colophon.usage.preference;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A document as it is in force.
 *
 * @param type its kind
 * @param version 0 where nothing is stored and the defaults are in force
 * @param values whole: what was not set has its default
 */
record Setting(
        String type,
        long version,
        JsonNode values,
        @Nullable Instant updatedAt,
        @Nullable String updatedBy) {}
