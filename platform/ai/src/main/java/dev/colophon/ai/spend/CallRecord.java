package dev.colophon.ai.spend;

import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderFailure.Reach;
import dev.colophon.events.Ids;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Keeps the attempts of one call. Thread-safe. */
public final class CallRecord {

    private final UUID callId = Ids.newId();
    private final String operation;
    private final Clock clock;
    private final AttemptListener listener;
    private final AtomicInteger started = new AtomicInteger();
    private final List<Attempt> attempts = new CopyOnWriteArrayList<>();

    public CallRecord(String operation, Clock clock, AttemptListener listener) {
        this.operation = operation;
        this.clock = clock;
        this.listener = listener;
    }

    public UUID callId() {
        return callId;
    }

    public String operation() {
        return operation;
    }

    /** Those that ended, in the order of their ends. */
    public List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    /** An attempt that needs no admission. */
    public Running start(Target target) {
        return new Running(target, PaidAttempts.Pass.unasked());
    }

    Running start(PaidAttempts.Order order, PaidAttempts.Pass pass) {
        return new Running(order.target(), pass);
    }

    /** An attempt under way; the first end that is told counts. */
    public final class Running {

        private final Target target;
        private final PaidAttempts.Pass pass;
        private final int number = started.incrementAndGet();
        private final Instant startedAt = clock.instant();
        private final long startedNanos = System.nanoTime();
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile Usage usage = Usage.UNKNOWN;

        private Running(Target target, PaidAttempts.Pass pass) {
            this.target = target;
            this.pass = pass;
        }

        public UUID attemptId() {
            return pass.attemptId();
        }

        public UUID callId() {
            return callId;
        }

        public Target target() {
            return target;
        }

        /** What was used until now costs this many US dollars, as quoted; empty where that is not known. */
        public Optional<BigDecimal> cost() {
            return Optional.ofNullable(pass.price()).flatMap(price -> price.of(usage));
        }

        /** From 1 within the call. */
        public int number() {
            return number;
        }

        /** The provider answered: tokens are spent whether or not the answer is of use. */
        public void answered(Usage told) {
            usage = told;
        }

        public String servedModel() {
            String served = usage.model();
            return served == null || served.isBlank() ? target.model() : served;
        }

        public void succeeded() {
            end(Attempt.Outcome.SUCCEEDED, null, pass.reserved());
        }

        public void failed(ProviderFailure failure) {
            boolean left = failure.reach() != Reach.NOT_SENT;
            end(outcome(failure), failure.getMessage(), left && pass.reserved());
        }

        /** Nobody waits any more. What was produced until now is known; before anything came, nothing is. */
        public void cancelled() {
            boolean heard = usage.inputTokens() != null || usage.outputTokens() != null;
            end(heard ? Attempt.Outcome.CANCELLED : Attempt.Outcome.UNANSWERED, "cancelled", pass.reserved());
        }

        private Attempt.Outcome outcome(ProviderFailure failure) {
            if (failure.kind() == Kind.THROTTLED) {
                return Attempt.Outcome.THROTTLED;
            }
            boolean told = usage.inputTokens() != null && !usage.estimated();
            boolean open = failure.reach() == Reach.UNANSWERED && !told;
            return open ? Attempt.Outcome.UNANSWERED : Attempt.Outcome.FAILED;
        }

        private void end(Attempt.Outcome outcome, @Nullable String error, boolean reserved) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            Attempt attempt = new Attempt(
                    pass.attemptId(),
                    callId,
                    number,
                    operation,
                    target.provider(),
                    servedModel(),
                    target.integrationId(),
                    reserved ? pass.attemptId() : null,
                    usage.providerCallId(),
                    usage.inputTokens(),
                    usage.outputTokens(),
                    usage.cachedInputTokens(),
                    usage.estimated(),
                    outcome,
                    error,
                    Duration.ofNanos(System.nanoTime() - startedNanos),
                    startedAt);
            attempts.add(attempt);
            listener.ended(attempt, target);
        }
    }
}
