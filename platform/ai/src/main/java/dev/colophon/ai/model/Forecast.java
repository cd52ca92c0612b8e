package dev.colophon.ai.model;

import dev.colophon.ai.spend.Target;
import org.jspecify.annotations.Nullable;

/**
 * What a call would ask of a model.
 *
 * @param inputTokens as the provider will count them: by OpenAI's tokenizers for what speaks its protocol, estimated for
 *     others
 * @param maxOutputTokens null where nothing limits the answer
 */
public record Forecast(
        Target target, long inputTokens, @Nullable Long maxOutputTokens) {}
