package dev.colophon.ai.model;

import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.events.Ids;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
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
final class CallRecord {

    private final UUID callId = Ids.newId();
    private final String operation;
    private final Clock clock;
    private final AiMetrics metrics;
    private final AtomicInteger started = new AtomicInteger();
    private final List<Attempt> attempts = new CopyOnWriteArrayList<>();

    CallRecord(String operation, Clock clock, AiMetrics metrics) {
        this.operation = operation;
        this.clock = clock;
        this.metrics = metrics;
    }

    UUID callId() {
        return callId;
    }

    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    Running start(String provider, String model) {
        return new Running(provider, model);
    }

    /** An attempt under way; the first end that is told counts. */
    final class Running {

        private final String provider;
        private final String model;
        private final int number = started.incrementAndGet();
        private final UUID attemptId = Ids.newId();
        private final Instant startedAt = clock.instant();
        private final long startedNanos = System.nanoTime();
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile @Nullable ChatResponse response;

        private Running(String provider, String model) {
            this.provider = provider;
            this.model = model;
        }

        /** The provider answered: tokens are spent whether or not the answer is of use. */
        void answered(ChatResponse answer) {
            response = answer;
        }

        String servedModel() {
            ChatResponse answer = response;
            String served = answer == null ? null : answer.modelName();
            return served == null || served.isBlank() ? model : served;
        }

        void succeeded() {
            end(Attempt.Outcome.SUCCEEDED, null);
        }

        void failed(ProviderFailure failure) {
            end(outcome(failure), failure.getMessage());
        }

        void cancelled() {
            end(Attempt.Outcome.CANCELLED, "cancelled");
        }

        private static Attempt.Outcome outcome(ProviderFailure failure) {
            if (failure.kind() == ProviderFailure.Kind.THROTTLED) {
                return Attempt.Outcome.THROTTLED;
            }
            boolean unanswered = failure.reach() == ProviderFailure.Reach.UNANSWERED;
            return unanswered ? Attempt.Outcome.UNANSWERED : Attempt.Outcome.FAILED;
        }

        private void end(Attempt.Outcome outcome, @Nullable String error) {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            ChatResponse answer = response;
            TokenUsage usage = answer == null ? null : answer.tokenUsage();
            Attempt attempt = new Attempt(
                    attemptId,
                    callId,
                    number,
                    operation,
                    provider,
                    servedModel(),
                    answer == null ? null : answer.id(),
                    usage == null ? null : count(usage.inputTokenCount()),
                    usage == null ? null : count(usage.outputTokenCount()),
                    outcome,
                    error,
                    Duration.ofNanos(System.nanoTime() - startedNanos),
                    startedAt);
            attempts.add(attempt);
            metrics.attempted(attempt, model);
        }

        private static @Nullable Long count(@Nullable Integer tokens) {
            return tokens == null ? null : tokens.longValue();
        }
    }
}
