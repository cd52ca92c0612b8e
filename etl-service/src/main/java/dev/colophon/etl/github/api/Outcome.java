package dev.colophon.etl.github.api;

import org.jspecify.annotations.Nullable;

/**
 * What came of one of many tasks: a value, or why there is none.
 *
 * @param failure a {@link RefusalException}, an {@link java.io.IOException}, or what went wrong with an odd answer
 */
public record Outcome<T, R>(
        T input, @Nullable R value, @Nullable Exception failure) {}
