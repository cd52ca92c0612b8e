package dev.colophon.embedding.openai;

import dev.colophon.ai.embedding.TextOutcome;
import dev.colophon.ai.embedding.TextOutcome.OverBudget;
import dev.colophon.ai.embedding.TextOutcome.Reason;
import dev.colophon.ai.embedding.TextOutcome.Rejected;
import dev.colophon.ai.embedding.TextOutcome.Unpriced;
import dev.colophon.ai.embedding.TextOutcome.Unserved;
import dev.colophon.ai.spend.SpendProblems;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.OpenAiError;
import dev.colophon.web.problem.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;

/** Says why a call has no answer, for texts that have no vector. */
final class EmbeddingRefusals {

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
                .map(over -> SpendProblems.overBudget(over.numbers(), ""))
                .or(() -> unusable(outcomes, input))
                .or(() ->
                        first(outcomes, Unpriced.class).map(unpriced -> SpendProblems.unknownPrice(unpriced.message())))
                .or(() -> first(outcomes, Unserved.class)
                        .map(unserved -> SpendProblems.unanswered(
                                unserved.message(), unserved.retriable(), unserved.retryAfter())))
                .orElseGet(() -> SpendProblems.unanswered("no vector was computed", true, null));
    }

    static Optional<OverBudget> overBudget(List<TextOutcome> outcomes) {
        return first(outcomes, OverBudget.class);
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

    private static <T extends TextOutcome> Optional<T> first(List<TextOutcome> outcomes, Class<T> type) {
        return outcomes.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
}
