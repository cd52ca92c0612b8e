package dev.colophon.usage.preference;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The body of a {@code PUT}.
 *
 * @param values the document; replaces the one that was
 * @param version the version that was read, to be told of changes in between; as {@code If-Match}
 */
record SettingBody(@Nullable JsonNode values, @Nullable Long version) {}
