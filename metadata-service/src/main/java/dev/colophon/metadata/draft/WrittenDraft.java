package dev.colophon.metadata.draft;

import dev.colophon.events.usage.AiUsageObserved;
import java.util.List;

/**
 * A draft with who wrote it and what that took.
 *
 * @param quality 0 to 1
 * @param model the model that served, after fallbacks
 * @param usage one observation an attempt, failed ones and local generation included
 */
public record WrittenDraft(
        Draft draft, double quality, String model, String promptVersion, List<AiUsageObserved> usage) {

    public WrittenDraft {
        usage = List.copyOf(usage);
    }
}
