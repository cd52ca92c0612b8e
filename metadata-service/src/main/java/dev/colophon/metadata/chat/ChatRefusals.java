package dev.colophon.metadata.chat;

import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.spend.BudgetExceededException;
import dev.colophon.ai.spend.UnknownPriceException;
import dev.colophon.web.problem.OpenAiError;
import dev.colophon.web.problem.ProblemException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What a caller is told when nobody answered. */
final class ChatRefusals {

    private static final Duration SOON = Duration.ofSeconds(5);

    /** Statuses that speak of what was asked, and not of who asked. */
    private static final Set<Integer> OF_CONTENT = Set.of(400, 413, 422);

    private ChatRefusals() {}

    /** @param failure the one most worth knowing; null where nobody was asked at all */
    static ProblemException of(@Nullable ProviderFailure failure) {
        if (failure == null) {
            return ProblemException.unavailable("No model could be asked", SOON);
        }
        if (failure.getCause() instanceof UnknownPriceException unknown) {
            return ProblemException.of(
                            HttpStatus.UNPROCESSABLE_ENTITY, "The model has no known price: " + unknown.getMessage())
                    .with(Map.of(OpenAiError.CODE, "unknown_price"));
        }
        if (failure.kind() != Kind.PERMANENT) {
            return ProblemException.unavailable(
                    "No model answered: " + failure.getMessage(),
                    Optional.ofNullable(failure.retryAfter()).orElse(SOON));
        }
        return failure.status() != null && OF_CONTENT.contains(failure.status())
                ? ProblemException.badRequest("The provider refused the request: " + failure.getMessage())
                : ProblemException.of(HttpStatus.BAD_GATEWAY, "No model answered: " + failure.getMessage());
    }

    /** {@code 402} with the limit and what counts against it. */
    static ProblemException of(BudgetExceededException.Numbers numbers) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(OpenAiError.CODE, "budget_exceeded");
        put(members, "limit", numbers.limit());
        put(members, "spent", numbers.spent());
        put(members, "reserved", numbers.reserved());
        put(members, "requested", numbers.requested());
        return ProblemException.paymentRequired(
                "The limit of this %s is reached: limit %s, spent %s, reserved %s USD"
                        .formatted(numbers.period(), numbers.limit(), numbers.spent(), numbers.reserved()),
                members);
    }

    private static void put(Map<String, Object> members, String name, @Nullable BigDecimal amount) {
        if (amount != null) {
            members.put(name, amount.toPlainString());
        }
    }
}
