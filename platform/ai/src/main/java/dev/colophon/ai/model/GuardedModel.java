package dev.colophon.ai.model;

import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderFailures;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.github.resilience4j.reactor.ratelimiter.operator.RateLimiterOperator;
import io.github.resilience4j.reactor.retry.RetryOperator;
import io.github.resilience4j.reactor.timelimiter.TimeLimiterOperator;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.timelimiter.TimeLimiter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One provider's model behind its guards, from the outside in: pause, retry, circuit breaker, rate limiter, bulkhead,
 * time limiter. A provider that asks to wait longer than a call may take is paused until then.
 */
final class GuardedModel {

    /** The guards of one provider. */
    record Guards(Retry retry, CircuitBreaker circuit, RateLimiter rate, Bulkhead bulkhead, TimeLimiter time) {}

    /** A value with the model that served it. */
    record Served<T>(T value, String model) {}

    private final ProviderModel model;
    private final Guards guards;
    private final Clock clock;
    private final AtomicReference<Instant> pausedUntil = new AtomicReference<>(Instant.MIN);

    GuardedModel(ProviderModel model, Guards guards, Clock clock) {
        this.model = model;
        this.guards = guards;
        this.clock = clock;
    }

    String provider() {
        return model.provider();
    }

    /** How long the provider wants to be left alone; empty when it does not. */
    Optional<Duration> pause() {
        Duration left = Duration.between(clock.instant(), pausedUntil.get());
        return left.isNegative() || left.isZero() ? Optional.empty() : Optional.of(left);
    }

    /** Asks the model; all errors are {@link ProviderFailure}s. */
    <T> Mono<Served<T>> ask(ModelCall<T> call, CallRecord calls) {
        return Mono.defer(() -> {
            if (pause().isPresent()) {
                return Mono.error(ProviderFailure.refused("paused", pause().orElse(null), null));
            }
            return attempt(call, calls)
                    .transformDeferred(BulkheadOperator.of(guards.bulkhead()))
                    .transformDeferred(RateLimiterOperator.of(guards.rate()))
                    .transformDeferred(CircuitBreakerOperator.of(guards.circuit()))
                    .onErrorMap(ProviderFailures::of)
                    .transformDeferred(RetryOperator.of(guards.retry()))
                    .onErrorMap(ProviderFailures::of)
                    .doOnError(ProviderFailure.class, this::pauseIfAsked);
        });
    }

    private <T> Mono<Served<T>> attempt(ModelCall<T> call, CallRecord calls) {
        return Mono.defer(() -> {
            CallRecord.Running running = calls.start(model.provider(), model.name());
            return Mono.fromCallable(() -> serve(call, running))
                    .subscribeOn(Schedulers.boundedElastic())
                    .transformDeferred(TimeLimiterOperator.of(guards.time()))
                    .switchIfEmpty(Mono.error(() -> new ProviderFailure(
                            Kind.RETRIABLE, ProviderFailure.Reach.UNANSWERED, "interrupted", null, null, null)))
                    .onErrorMap(ProviderFailures::of)
                    .doOnNext(served -> running.succeeded())
                    .doOnError(ProviderFailure.class, running::failed)
                    .doOnCancel(running::cancelled);
        });
    }

    /** Null when the thread was interrupted: then nobody waits for the answer, nor for an error. */
    private <T> @Nullable Served<T> serve(ModelCall<T> call, CallRecord.Running running) {
        try {
            ChatResponse response = model.model().chat(call.request());
            running.answered(response);
            return new Served<>(read(call, response), running.servedModel());
        } catch (RuntimeException e) {
            if (ProviderFailures.isInterruption(e)) {
                return null;
            }
            throw e;
        }
    }

    private static <T> T read(ModelCall<T> call, ChatResponse response) {
        String text = response.aiMessage() == null ? null : response.aiMessage().text();
        try {
            if (text == null || text.isBlank()) {
                throw new UnusableAnswerException("empty");
            }
            return call.reader().read(text);
        } catch (UnusableAnswerException e) {
            throw ProviderFailure.unusable("unusable answer: " + e.getMessage(), e);
        }
    }

    private void pauseIfAsked(ProviderFailure failure) {
        Duration wait = failure.retryAfter();
        if (failure.kind() == Kind.THROTTLED && wait != null) {
            Instant until = clock.instant().plus(wait);
            pausedUntil.accumulateAndGet(until, (a, b) -> a.isAfter(b) ? a : b);
        }
    }
}
