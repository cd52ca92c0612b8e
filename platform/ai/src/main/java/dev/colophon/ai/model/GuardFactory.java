package dev.colophon.ai.model;

import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import java.time.Duration;

/** Makes each provider its guards, named {@code ai-<provider>}, in the registries whose meters are exported. */
record GuardFactory(
        RetryRegistry retries,
        CircuitBreakerRegistry circuits,
        RateLimiterRegistry rates,
        BulkheadRegistry bulkheads,
        TimeLimiterRegistry times,
        AiProperties.Call limits) {

    /** The connection times out by itself while it waits; the time limiter is for answers that trickle. */
    private static final Duration TRICKLE = Duration.ofSeconds(1);

    private static final int CALLS_JUDGED = 20;
    private static final int FEWEST_CALLS = 5;

    /** Registries of its own, exported nowhere. */
    static GuardFactory standalone(AiProperties.Call limits) {
        return new GuardFactory(
                RetryRegistry.ofDefaults(),
                CircuitBreakerRegistry.ofDefaults(),
                RateLimiterRegistry.ofDefaults(),
                BulkheadRegistry.ofDefaults(),
                TimeLimiterRegistry.ofDefaults(),
                limits);
    }

    GuardedModel.Guards of(String provider) {
        String name = "ai-" + provider;
        return new GuardedModel.Guards(
                retries.retry(name, retry()),
                circuits.circuitBreaker(name, circuit()),
                rates.rateLimiter(name, rate()),
                bulkheads.bulkhead(name, bulkhead()),
                times.timeLimiter(
                        name,
                        TimeLimiterConfig.custom()
                                .timeoutDuration(limits.timeout().plus(TRICKLE))
                                .cancelRunningFuture(true)
                                .build()));
    }

    private RetryConfig retry() {
        IntervalFunction backoff = IntervalFunction.ofExponentialRandomBackoff(limits.firstBackoff(), 2.0, 0.3);
        return RetryConfig.custom()
                .maxAttempts(limits.maxAttempts())
                .intervalBiFunction((attempt, outcome) -> wait(backoff.apply(attempt), outcome))
                .retryOnException(this::isWorthRetrying)
                .build();
    }

    private static long wait(long backoff, Either<Throwable, Object> outcome) {
        if (outcome.isLeft() && outcome.getLeft() instanceof ProviderFailure failure) {
            Duration asked = failure.retryAfter();
            return asked == null ? backoff : Math.max(1, asked.toMillis());
        }
        return backoff;
    }

    private boolean isWorthRetrying(Throwable failure) {
        if (!(failure instanceof ProviderFailure known) || !known.countsAgainstProvider()) {
            return false;
        }
        Duration asked = known.retryAfter();
        return asked == null || asked.compareTo(limits.longestWait()) <= 0;
    }

    private CircuitBreakerConfig circuit() {
        return CircuitBreakerConfig.custom()
                .slidingWindowSize(CALLS_JUDGED)
                .minimumNumberOfCalls(FEWEST_CALLS)
                .waitDurationInOpenState(limits.openCircuitFor())
                .permittedNumberOfCallsInHalfOpenState(2)
                .automaticTransitionFromOpenToHalfOpenEnabled(false)
                .recordException(failure -> failure instanceof ProviderFailure known && known.kind() == Kind.RETRIABLE)
                .ignoreException(
                        failure -> !(failure instanceof ProviderFailure known) || known.kind() != Kind.RETRIABLE)
                .build();
    }

    private RateLimiterConfig rate() {
        return RateLimiterConfig.custom()
                .limitForPeriod(limits.requestsPerSecond())
                .limitRefreshPeriod(Duration.ofSeconds(1))
                .timeoutDuration(limits.longestWait())
                .build();
    }

    private BulkheadConfig bulkhead() {
        return BulkheadConfig.custom()
                .maxConcurrentCalls(limits.concurrency())
                .maxWaitDuration(Duration.ZERO)
                .build();
    }
}
