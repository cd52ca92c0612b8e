package dev.colophon.metadata.draft;

import dev.colophon.ai.spend.BudgetExceededException;
import dev.colophon.events.usage.AiUsageObserved;
import java.util.List;
import java.util.Optional;

/** Nobody wrote a draft, not even local generation; what was tried has been used all the same. */
public final class DraftFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<AiUsageObserved> usage;

    DraftFailedException(Throwable cause, List<AiUsageObserved> usage) {
        super(cause.getMessage(), cause);
        this.usage = List.copyOf(usage);
    }

    /** The numbers of the hard limit that forbade to ask, where one did: asking again soon is of no use. */
    public Optional<BudgetExceededException.Numbers> overBudget() {
        return getCause() instanceof BudgetExceededException exceeded
                ? Optional.of(exceeded.numbers())
                : Optional.empty();
    }

    public List<AiUsageObserved> usage() {
        return usage;
    }
}
