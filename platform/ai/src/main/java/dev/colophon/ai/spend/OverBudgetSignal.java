package dev.colophon.ai.spend;

import dev.colophon.ai.guard.ThroughGuards;
import dev.colophon.ai.spend.BudgetExceededException.Numbers;

/** An attempt was not admitted because of a hard limit; what that means for the call is the caller's to decide. */
public final class OverBudgetSignal extends RuntimeException implements ThroughGuards {

    private static final long serialVersionUID = 1L;

    private final transient Numbers numbers;
    private final boolean degrade;

    OverBudgetSignal(Admission.OverBudget refusal) {
        super("over the budget", null, false, false);
        this.numbers = refusal.numbers();
        this.degrade = refusal.degrade();
    }

    public Numbers numbers() {
        return numbers;
    }

    /** Whether the client wants an answer that costs nothing instead of none. */
    public boolean degrade() {
        return degrade;
    }
}
