package dev.colophon.embedding.openai;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants embedded. What is not known here is passed over, as clients send more than OpenAI documents.
 *
 * @param model the local model, an integration's name or id, the name of its model, or {@code default}; null for the one
 *     chosen for embedding
 * @param encodingFormat {@code float} where it does not say, or {@code base64}
 * @param dimensions null for the model's own
 * @param user the client's name for its own user; not kept
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record EmbeddingsRequest(
        @Nullable String model,

        @Nullable
        @Schema(
                description =
                        "A text, or up to 2048 texts, each as text or as an array of its tokens; none empty, none with"
                                + " more tokens than the model reads",
                oneOf = {String.class, String[].class, int[].class, int[][].class})
        JsonNode input,

        @Nullable @Schema(allowableValues = {"float", "base64"})
        String encodingFormat,

        @Nullable Integer dimensions,
        @Nullable String user) {}
