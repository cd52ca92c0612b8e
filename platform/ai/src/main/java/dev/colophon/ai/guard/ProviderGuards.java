package dev.colophon.ai.guard;

import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderFailures;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.github.resilience4j.reactor.retry.RetryOperator;
import io.github.resilience4j.reactor.timelimiter.TimeLimiterOperator;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.timelimiter.TimeLimiter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The guards of one account or provider, from the outside in: pause, retry, circuit breaker, rate of requests, rate of
 * tokens, bulkhead; the time limiter is put around the request itself by {@link #within}. Who asks to wait longer than a
 * call may take is paused until then. All errors are {@link ProviderFailure}s. Thread-safe.
 */
public final class ProviderGuards {

    private static final Duration TURN = Duration.ofMillis(50);

    private final String name;
    private final GuardLimits limits;
    private final Retry retry;
    private final CircuitBreaker circuit;
    private final RateLimiter requests;
    private final @Nullable RateLimiter tokens;
    private final Bulkhead bulkhead;
    private final TimeLimiter time;
    private final Clock clock;
    private final AtomicReference<Instant> pausedUntil = new AtomicReference<>(Instant.MIN);

    ProviderGuards(
            String name,
            GuardLimits limits,
            Retry retry,
            CircuitBreaker circuit,
            RateLimiter requests,
            @Nullable RateLimiter tokens,
            Bulkhead bulkhead,
            TimeLimiter time,
            Clock clock) {
        this.name = name;
        this.limits = limits;
        this.retry = retry;
        this.circuit = circuit;
        this.requests = requests;
        this.tokens = tokens;
        this.bulkhead = bulkhead;
        this.time = time;
        this.clock = clock;
    }

    public String name() {
        return name;
    }

    public GuardLimits limits() {
        return limits;
    }

    /** For health: the circuit's state, or that the provider is paused. */
    public String state() {
        return pause().isPresent() ? "paused" : circuit.getState().name().toLowerCase(Locale.ROOT);
    }

    /** How long the provider wants to be left alone; empty when it does not. */
    public Optional<Duration> pause() {
        Instant now = clock.instant();
        Instant until = pausedUntil.get();
        return now.isBefore(until) ? Optional.of(Duration.between(now, until)) : Optional.empty();
    }

    /**
     * Runs {@code attempt} behind all guards, again where that may help; every subscription to it is an attempt.
     *
     * @param size in tokens, counted against the tokens per minute
     */
    public <T> Mono<T> call(long size, Mono<T> attempt) {
        return unlessPaused(guarded(size, Duration.ZERO, attempt).transformDeferred(RetryOperator.of(retry)));
    }

    /**
     * Runs {@code attempt} behind all guards but the retries, for who repeats in a way of its own.
     *
     * @param patience how long the rates are waited for beyond what a call waits
     */
    public <T> Mono<T> once(long size, Duration patience, Mono<T> attempt) {
        return unlessPaused(guarded(size, patience, attempt));
    }

    private <T> Mono<T> unlessPaused(Mono<T> guarded) {
        return Mono.defer(
                        () -> pause().<Mono<T>>map(pause -> Mono.error(ProviderFailure.refused("paused", pause, null)))
                                .orElse(guarded))
                .onErrorMap(RuntimeException.class, ProviderGuards::known)
                .doOnError(ProviderFailure.class, this::pauseIfAsked);
    }

    private <T> Mono<T> guarded(long size, Duration patience, Mono<T> attempt) {
        return permission(size, patience)
                .then(attempt.transformDeferred(BulkheadOperator.of(bulkhead)).retryWhen(untilThereIsPlace()))
                .transformDeferred(CircuitBreakerOperator.of(circuit))
                .onErrorMap(RuntimeException.class, ProviderGuards::known);
    }

    /** As {@link #once}, for an answer that comes in parts; the circuit judges it by its end. */
    public <T> Flux<T> stream(long size, Flux<T> attempt) {
        return Flux.defer(() -> {
            Optional<Duration> pause = pause();
            if (pause.isPresent()) {
                return Flux.error(ProviderFailure.refused("paused", pause.get(), null));
            }
            return permission(size, Duration.ZERO)
                    .thenMany(attempt.transformDeferred(BulkheadOperator.of(bulkhead))
                            .retryWhen(untilThereIsPlace()))
                    .transformDeferred(CircuitBreakerOperator.of(circuit))
                    .onErrorMap(RuntimeException.class, ProviderGuards::known)
                    .doOnError(ProviderFailure.class, this::pauseIfAsked);
        });
    }

    /** Streams again where that may help and {@code begun} does not say that parts were handed on already. */
    public <T> Flux<T> again(Flux<T> stream, BooleanSupplier begun) {
        return stream.onErrorMap(ProviderFailure.class, failure -> begun.getAsBoolean() ? new Begun(failure) : failure)
                .transformDeferred(RetryOperator.of(retry))
                .onErrorMap(Begun.class, Begun::failure)
                .onErrorMap(RuntimeException.class, ProviderGuards::known);
    }

    /** Hides a failure from the retries. */
    private static final class Begun extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final ProviderFailure failure;

        private Begun(ProviderFailure failure) {
            super(failure.getMessage(), failure, false, false);
            this.failure = failure;
        }

        private ProviderFailure failure() {
            return failure;
        }
    }

    /** Puts the time limit around a request. */
    public <T> Mono<T> within(Mono<T> request) {
        return request.transformDeferred(TimeLimiterOperator.of(time));
    }

    /** The longest silence of a stream. */
    public Duration timeout() {
        return time.getTimeLimiterConfig().getTimeoutDuration();
    }

    private reactor.util.retry.Retry untilThereIsPlace() {
        return reactor.util.retry.Retry.fixedDelay(limits.longestWait().dividedBy(TURN), TURN)
                .filter(BulkheadFullException.class::isInstance)
                .onRetryExhaustedThrow((spec, signal) -> signal.failure());
    }

    private Mono<Void> permission(long size, Duration patience) {
        RateLimiter limiter = tokens;
        Mono<Void> request = Permissions.of(requests, 1, patience, "own limit of requests reached");
        return limiter == null
                ? request
                : request.then(Permissions.of(limiter, size, patience, "own limit of tokens reached"));
    }

    private static RuntimeException known(RuntimeException failure) {
        return failure instanceof ThroughGuards ? failure : ProviderFailures.of(failure);
    }

    private void pauseIfAsked(ProviderFailure failure) {
        Duration wait = failure.retryAfter();
        if (failure.kind() == Kind.THROTTLED && wait != null) {
            Instant until = clock.instant().plus(wait);
            pausedUntil.accumulateAndGet(until, (a, b) -> a.isAfter(b) ? a : b);
        }
    }
}
