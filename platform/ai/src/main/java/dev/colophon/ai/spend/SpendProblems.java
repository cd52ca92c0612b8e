package dev.colophon.ai.spend;

import dev.colophon.ai.spend.BudgetExceededException.Numbers;
import dev.colophon.web.problem.OpenAiError;
import dev.colophon.web.problem.ProblemException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What the caller of a paid call is told when it was not made, or nobody answered it. */
public final class SpendProblems {

    private static final Duration SOON = Duration.ofSeconds(5);

    private SpendProblems() {}

    /**
     * {@code 402} with the limit and what counts against it.
     *
     * @param more what else is to be said, beginning with a separator
     */
    public static ProblemException overBudget(Numbers numbers, String more) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(OpenAiError.CODE, "budget_exceeded");
        put(members, "limit", numbers.limit());
        put(members, "spent", numbers.spent());
        put(members, "reserved", numbers.reserved());
        put(members, "requested", numbers.requested());
        return ProblemException.paymentRequired(
                "The limit of this %s is reached: limit %s, spent %s, reserved %s USD%s"
                        .formatted(
                                numbers.period() == null ? numbers.scope() : numbers.period(),
                                numbers.limit(),
                                numbers.spent(),
                                numbers.reserved(),
                                more),
                members);
    }

    /** {@code 422}: the client's policy refuses what cannot be priced. */
    public static ProblemException unknownPrice(@Nullable String detail) {
        return ProblemException.of(HttpStatus.UNPROCESSABLE_ENTITY, "The model has no known price: " + detail)
                .with(Map.of(OpenAiError.CODE, "unknown_price"));
    }

    /** {@code 503} where another try may help, else {@code 502}. */
    public static ProblemException unanswered(@Nullable String reason, boolean mayPass, @Nullable Duration retryAfter) {
        String detail = "No model answered: " + reason;
        return mayPass
                ? ProblemException.unavailable(
                        detail, Optional.ofNullable(retryAfter).orElse(SOON))
                : ProblemException.of(HttpStatus.BAD_GATEWAY, detail);
    }

    private static void put(Map<String, Object> members, String name, @Nullable BigDecimal amount) {
        if (amount != null) {
            members.put(name, amount.toPlainString());
        }
    }
}
