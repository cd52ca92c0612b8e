package dev.colophon.metadata.chat;

import dev.colophon.ai.spend.Admission;
import dev.colophon.ai.spend.Admissions;
import dev.colophon.ai.spend.BudgetExceededException;
import dev.colophon.events.ClientId;
import dev.colophon.web.problem.OpenAiError;
import dev.colophon.web.problem.ProblemException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Has every attempt admitted before it is made. */
@Component
class ChatGate {

    private static final Duration SOON = Duration.ofSeconds(5);

    /** This account may not be asked now; another one may. */
    static final class NotAdmittedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient ProblemException refusal;

        NotAdmittedException(ProblemException refusal) {
            super(refusal.getMessage());
            this.refusal = refusal;
        }

        /** What the caller is told when there is no other. */
        ProblemException refusal() {
            return refusal;
        }
    }

    private final Admissions admissions;

    ChatGate(Admissions admissions) {
        this.admissions = admissions;
    }

    /**
     * Completes where the attempt may be made. Fails with {@link NotAdmittedException} where another account may be asked,
     * and with {@code 402} where the client's policy is to stop at its limit.
     */
    Mono<Void> admit(ChatAttempt attempt) {
        ChatQuestion question = attempt.call().question();
        Integer most = question.maxOutputTokens();
        Admission.Request request = new Admission.Request(
                attempt.id(),
                attempt.call().id(),
                ChatAttempt.OPERATION,
                null,
                attempt.integration().id(),
                attempt.integration().type().wireName(),
                attempt.integration().modelName(),
                question.estimatedInputTokens(),
                most == null ? null : most.longValue());
        return admissions
                .admit(new ClientId(attempt.call().clientId()), request)
                .flatMap(ChatGate::decide);
    }

    /** The attempt surely never left: what was set aside for it is free again. */
    void release(ChatAttempt attempt) {
        admissions
                .release(new ClientId(attempt.call().clientId()), attempt.id())
                .subscribe();
    }

    private static Mono<Void> decide(Admission admission) {
        if (admission instanceof Admission.OverBudget over) {
            ProblemException refusal = overBudget(over.numbers());
            return Mono.error(over.degrade() ? new NotAdmittedException(refusal) : refusal);
        }
        if (admission instanceof Admission.UnknownPrice unknown) {
            return Mono.error(new NotAdmittedException(ProblemException.of(
                            HttpStatus.UNPROCESSABLE_ENTITY, "The model has no known price: " + unknown.detail())
                    .with(Map.of(OpenAiError.CODE, "unknown_price"))));
        }
        if (admission instanceof Admission.Away away) {
            return Mono.error(
                    new NotAdmittedException(ProblemException.unavailable("Paid calls wait: " + away.detail(), SOON)));
        }
        return Mono.empty();
    }

    private static ProblemException overBudget(BudgetExceededException.Numbers numbers) {
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
