package dev.colophon.usage.trial;

import org.jspecify.annotations.Nullable;

/**
 * What came of a trial.
 *
 * @param latencyMs how long the provider took
 * @param model that served, as the provider says; null where none did
 * @param sample the beginning of the answer
 * @param error what is wrong and what to do about it; null where all is well
 */
public record TrialResult(
        boolean ok,
        long latencyMs,
        @Nullable String model,
        @Nullable String sample,
        @Nullable String error) {}
