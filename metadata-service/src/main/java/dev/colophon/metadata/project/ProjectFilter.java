package dev.colophon.metadata.project;

import dev.colophon.ai.local.DifficultyLevel;
import org.jspecify.annotations.Nullable;

/**
 * Which projects a list shows; null does not filter.
 *
 * @param tag exactly one of the project's tags
 * @param text part of the name or the description, in any case
 */
record ProjectFilter(
        @Nullable String tag,
        @Nullable DifficultyLevel difficulty,
        @Nullable String text) {}
