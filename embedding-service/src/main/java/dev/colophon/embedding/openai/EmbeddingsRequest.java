package dev.colophon.embedding.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants embedded.
 *
 * @param encodingFormat {@code float} where it does not say, or {@code base64}
 * @param dimensions the model's own, or nothing
 * @param user the client's name for its own user; not kept
 */
record EmbeddingsRequest(
        @Nullable String model,

        @Nullable
        @Schema(
                description = "A text, or up to 2048 texts; what a text has beyond the model's tokens is cut off",
                oneOf = {String.class, String[].class})
        JsonNode input,

        @Nullable @Schema(allowableValues = {"float", "base64"})
        String encodingFormat,

        @Nullable Integer dimensions,
        @Nullable String user) {}
