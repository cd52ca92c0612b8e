package dev.colophon.ai.account;

import org.jspecify.annotations.Nullable;

/**
 * Which model of an integration is asked, and how.
 *
 * @param model its name at the provider; null only where a deployment names it
 * @param dimensions of vectors: asked for where the model can shorten them, and checked always
 * @param deployment Azure's name for a deployed model; the model's name where it is null
 * @param apiVersion Azure's
 * @param maxInputTokens of one text
 */
public record ModelSettings(
        @Nullable String model,
        @Nullable Integer dimensions,
        @Nullable Integer maxOutputTokens,
        @Nullable Double temperature,
        @Nullable String deployment,
        @Nullable String apiVersion,
        @Nullable Integer maxInputTokens) {

    static ModelSettings of(Settings values) {
        return new ModelSettings(
                values.text("model"),
                values.positive("dimensions"),
                values.positive("max_output_tokens"),
                values.decimal("temperature"),
                values.text("deployment"),
                values.text("api_version"),
                values.positive("max_input_tokens"));
    }

    /** The same settings for another model of the same account. */
    public ModelSettings withModel(String other) {
        return new ModelSettings(
                other, dimensions, maxOutputTokens, temperature, deployment, apiVersion, maxInputTokens);
    }
}
