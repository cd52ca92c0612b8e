package dev.colophon.metadata.draft;

import dev.colophon.events.usage.AiUsageObserved;
import java.util.List;

/**
 * A draft with who wrote it and what that took.
 *
 * @param quality 0 to 1
 * @param model the model that served, after fallbacks
 * @param author whom it was asked of, after fallbacks
 * @param byFirstChoice whether the model that the client wants was the one that served
 * @param usage one observation an attempt, failed ones and local generation included
 */
public record WrittenDraft(
        Draft draft,
        double quality,
        String model,
        Authorship author,
        boolean byFirstChoice,
        List<AiUsageObserved> usage) {

    public WrittenDraft {
        usage = List.copyOf(usage);
    }

    WrittenDraft withUsage(List<AiUsageObserved> other) {
        return new WrittenDraft(draft, quality, model, author, byFirstChoice, other);
    }
}
