package dev.colophon.etl.github.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What GitHub answered.
 *
 * @param unchanged since the state that the entity tag stands for; the body is then missing
 * @param url that answered, after redirects
 * @param next page, within the host that was asked
 * @param header first value by name
 */
public record Answer(
        boolean unchanged,
        JsonNode body,
        URI url,
        @Nullable String etag,
        @Nullable URI next,
        @Nullable URI previous,
        @Nullable URI last,
        Function<String, Optional<String>> header) {}
