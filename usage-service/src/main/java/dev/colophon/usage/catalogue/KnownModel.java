package dev.colophon.usage.catalogue;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a model, whoever uses it.
 *
 * @param capabilities {@code chat}, {@code embedding}, {@code metadata}
 * @param dimensions of its vectors, unless fewer are asked for; null for a model that makes none
 * @param maxInputTokens null where unknown
 * @param maxOutputTokens null where unknown, or for a model that writes none
 * @param source the name of where this was taken from
 */
record KnownModel(
        String provider,
        String model,
        Set<String> capabilities,
        @Nullable Integer dimensions,
        @Nullable Integer maxInputTokens,
        @Nullable Integer maxOutputTokens,
        String source,
        String confidence) {}
