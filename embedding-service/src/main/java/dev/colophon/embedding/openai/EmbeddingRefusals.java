package dev.colophon.embedding.openai;

import dev.colophon.ai.embedding.TextOutcome;
import dev.colophon.ai.embedding.TextOutcome.OverBudget;
import dev.colophon.ai.embedding.TextOutcome.Reason;
import dev.colophon.ai.embedding.TextOutcome.Rejected;
import dev.colophon.ai.embedding.TextOutcome.Unpriced;
import dev.colophon.ai.embedding.TextOutcome.Unserved;
import dev.colophon.ai.spend.BudgetExceededException.Numbers;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.OpenAiError;
import dev.colophon.web.problem.ProblemException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Says why a call has no answer, for texts that have no vector. */
final class EmbeddingRefusals {

    private static final Duration SOON = Duration.ofSeconds(5);

    private EmbeddingRefusals() {}

    /** What the client can change comes first: a text, then the budget; then what the provider did. */
    static ProblemException of(List<TextOutcome> outcomes, EmbeddingInput input) {
        List<Integer> refused = IntStream.range(0, outcomes.size())
                .filter(i -> outcomes.get(i) instanceof Rejected rejected && rejected.reason() == Reason.REFUSED)
                .boxed()
                .toList();
        if (!refused.isEmpty()) {
            return ProblemException.badRequest(
                    "The provider does not take the request",
                    refused.stream()
                            .map(i -> new FieldError(input.field(i), "is refused by the provider"))
                            .toArray(FieldError[]::new));
        }
        return first(outcomes, OverBudget.class)
                .map(over -> overBudget(over.numbers(), ""))
                .or(() -> unusable(outcomes, input))
                .or(() -> first(outcomes, Unpriced.class).map(EmbeddingRefusals::unpriced))
                .or(() -> first(outcomes, Unserved.class).map(EmbeddingRefusals::unserved))
                .orElseGet(() -> ProblemException.unavailable("No vector was computed", SOON));
    }

    static Optional<OverBudget> overBudget(List<TextOutcome> outcomes) {
        return first(outcomes, OverBudget.class);
    }

    /** @param more what else is to be said, beginning with a separator */
    static ProblemException overBudget(Numbers numbers, String more) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(OpenAiError.CODE, "budget_exceeded");
        put(members, "limit", numbers.limit());
        put(members, "spent", numbers.spent());
        put(members, "reserved", numbers.reserved());
        put(members, "requested", numbers.requested());
        return ProblemException.paymentRequired(
                "The limit of this %s is reached: limit %s, spent %s, reserved %s USD%s"
                        .formatted(numbers.period(), numbers.limit(), numbers.spent(), numbers.reserved(), more),
                members);
    }

    private static Optional<ProblemException> unusable(List<TextOutcome> outcomes, EmbeddingInput input) {
        return IntStream.range(0, outcomes.size())
                .boxed()
                .flatMap(i -> outcomes.get(i) instanceof Rejected rejected
                        ? Stream.of(ProblemException.of(
                                        HttpStatus.BAD_GATEWAY,
                                        "The provider's answer for " + input.field(i) + " is of no use: "
                                                + rejected.message())
                                .with(Map.of(
                                        OpenAiError.CODE,
                                        "unusable_" + rejected.reason().wireName())))
                        : Stream.empty())
                .findFirst();
    }

    private static ProblemException unpriced(Unpriced unpriced) {
        return ProblemException.of(
                        HttpStatus.UNPROCESSABLE_ENTITY, "The model has no known price: " + unpriced.message())
                .with(Map.of(OpenAiError.CODE, "unknown_price"));
    }

    private static ProblemException unserved(Unserved unserved) {
        String detail = "No model answered: " + unserved.message();
        return unserved.retriable()
                ? ProblemException.unavailable(
                        detail, Optional.ofNullable(unserved.retryAfter()).orElse(SOON))
                : ProblemException.of(HttpStatus.BAD_GATEWAY, detail);
    }

    private static <T extends TextOutcome> Optional<T> first(List<TextOutcome> outcomes, Class<T> type) {
        return outcomes.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static void put(Map<String, Object> members, String name, @Nullable BigDecimal amount) {
        if (amount != null) {
            members.put(name, amount.toPlainString());
        }
    }
}
