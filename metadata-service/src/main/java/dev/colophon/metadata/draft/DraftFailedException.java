package dev.colophon.metadata.draft;

import dev.colophon.ai.spend.BudgetExceededException;
import dev.colophon.events.usage.AiUsageObserved;
import java.util.List;

/** Nobody wrote a draft, not even local generation; what was tried has been used all the same. */
public final class DraftFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<AiUsageObserved> usage;

    DraftFailedException(Throwable cause, List<AiUsageObserved> usage) {
        super(cause.getMessage(), cause);
        this.usage = List.copyOf(usage);
    }

    /** Whether a hard limit forbade to ask: asking again soon is of no use. */
    public boolean isOverBudget() {
        return getCause() instanceof BudgetExceededException;
    }

    public List<AiUsageObserved> usage() {
        return usage;
    }
}
