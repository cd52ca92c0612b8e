package dev.colophon.ai.spend;

import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderFailure.Reach;
import dev.colophon.events.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
        return start(Ids.newId(), target, null);
    }

    Running start(UUID attemptId, Target target, @Nullable UUID reservationId) {
        return new Running(attemptId, target, reservationId);
    }

    /** An attempt under way; the first end that is told counts. */
    public final class Running {

        private final UUID attemptId;
        private final Target target;
        private final @Nullable UUID reservationId;
        private final int number = started.incrementAndGet();
        private final Instant startedAt = clock.instant();
        private final long startedNanos = System.nanoTime();
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile Usage usage = Usage.UNKNOWN;

        private Running(UUID attemptId, Target target, @Nullable UUID reservationId) {
            this.attemptId = attemptId;
            this.target = target;
            this.reservationId = reservationId;
        }

        public UUID attemptId() {
            return attemptId;
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
            end(Attempt.Outcome.SUCCEEDED, null, reservationId);
        }

        public void failed(ProviderFailure failure) {
            boolean left = failure.reach() != Reach.NOT_SENT;
            end(outcome(failure), failure.getMessage(), left ? reservationId : null);
        }

        public void cancelled() {
            end(Attempt.Outcome.CANCELLED, "cancelled", reservationId);
        }

        private Attempt.Outcome outcome(ProviderFailure failure) {
            if (failure.kind() == Kind.THROTTLED) {
                return Attempt.Outcome.THROTTLED;
            }
            boolean told = usage.inputTokens() != null && !usage.estimated();
            boolean open = failure.reach() == Reach.UNANSWERED && !told;
            return open ? Attempt.Outcome.UNANSWERED : Attempt.Outcome.FAILED;
        }

        private void end(Attempt.Outcome outcome, @Nullable String error, @Nullable UUID reservation) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            Attempt attempt = new Attempt(
                    attemptId,
                    callId,
                    number,
                    operation,
                    target.provider(),
                    servedModel(),
                    target.integrationId(),
                    reservation,
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
