package dev.colophon.ai.spend;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A paid call was refused because it would go over a hard limit; carries the numbers for whoever asked. */
public final class BudgetExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * The limit and what counts against it, in US dollars.
     *
     * @param limit of the period, or what is set aside for the replay
     * @param spent confirmed in the period, or by the replay
     * @param reserved by calls under way
     * @param requested by the call that was refused
     * @param period {@code day} or {@code month}; null for a replay
     * @param scope {@code client}, {@code project} or {@code replay}
     */
    public record Numbers(
            @Nullable BigDecimal limit,
            @Nullable BigDecimal spent,
            @Nullable BigDecimal reserved,
            @Nullable BigDecimal requested,
            @Nullable String period,
            @Nullable String scope) {

        /** Of an attempt for which a replay's allowance has not enough left. */
        public static final String REPLAY = "replay";

        /** Whether it is the replay that has to wait until more is set aside for it, and nothing else. */
        public boolean ofReplay() {
            return REPLAY.equals(scope);
        }
    }

    private final transient Numbers numbers;
    private final transient List<Attempt> attempts;

    /** @param attempts what was made before the refusal, and may have cost money */
    public BudgetExceededException(Numbers numbers, List<Attempt> attempts) {
        super("over the budget of the " + numbers.scope()
                + (numbers.period() == null ? "" : " for the " + numbers.period()) + ": limit " + numbers.limit()
                + ", spent " + numbers.spent() + ", reserved " + numbers.reserved() + ", requested "
                + numbers.requested());
        this.numbers = numbers;
        this.attempts = List.copyOf(attempts);
    }

    public BudgetExceededException(Numbers numbers) {
        this(numbers, List.of());
    }

    public Numbers numbers() {
        return numbers;
    }

    /** All attempts in order; what they used is to be told like that of any other. */
    public List<Attempt> attempts() {
        return attempts;
    }
}
