package dev.colophon.metadata.draft;

import dev.colophon.ai.spend.Target;
import org.jspecify.annotations.Nullable;

/**
 * What writing metadata would take.
 *
 * @param kept whether the answer to this very question is kept, so that nobody is asked
 * @param question equal for equal questions of a client
 * @param inputTokens of the question; 0 where nobody is asked, or nobody but what runs here
 * @param maxOutputTokens null where nothing limits the answer
 */
public record PlannedDraft(
        Target model,
        boolean kept,
        String question,
        long inputTokens,
        @Nullable Long maxOutputTokens) {}
