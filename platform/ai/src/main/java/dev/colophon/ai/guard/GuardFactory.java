package dev.colophon.ai.guard;

import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.github.resilience4j.timelimiter.TimeLimiterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes guards by name, in the registries whose meters are exported. */
public record GuardFactory(
        RetryRegistry retries,
        CircuitBreakerRegistry circuits,
        RateLimiterRegistry rates,
        BulkheadRegistry bulkheads,
        TimeLimiterRegistry times,
        Clock clock) {

    /** The connection times out by itself while it waits; the time limiter is for answers that trickle. */
    private static final Duration TRICKLE = Duration.ofSeconds(1);

    private static final String TOKENS = "-tokens";
    private static final int CALLS_JUDGED = 20;
    private static final int FEWEST_CALLS = 5;

    /** Registries of its own, exported nowhere. */
    public static GuardFactory standalone(Clock clock) {
        return new GuardFactory(
                RetryRegistry.ofDefaults(),
                CircuitBreakerRegistry.ofDefaults(),
                RateLimiterRegistry.ofDefaults(),
                BulkheadRegistry.ofDefaults(),
                TimeLimiterRegistry.ofDefaults(),
                clock);
    }

    /** New guards; of older ones with the name the registries forget. */
    public ProviderGuards make(String name, GuardLimits limits) {
        forget(name);
        return new ProviderGuards(
                name,
                limits,
                retries.retry(name, retry(limits)),
                circuits.circuitBreaker(name, circuit(limits)),
                rates.rateLimiter(name, rate(limits.requests(), limits.period(), limits)),
                tokens(name, limits),
                bulkheads.bulkhead(name, bulkhead(limits)),
                times.timeLimiter(
                        name,
                        TimeLimiterConfig.custom()
                                .timeoutDuration(limits.timeout().plus(TRICKLE))
                                .cancelRunningFuture(true)
                                .build()),
                clock);
    }

    /** Takes the meters of guards away that are no longer used. */
    public void forget(String name) {
        retries.remove(name);
        circuits.remove(name);
        rates.remove(name);
        rates.remove(name + TOKENS);
        bulkheads.remove(name);
        times.remove(name);
    }

    private @Nullable RateLimiter tokens(String name, GuardLimits limits) {
        Integer perMinute = limits.tokensPerMinute();
        return perMinute == null
                ? null
                : rates.rateLimiter(name + TOKENS, rate(perMinute, Duration.ofMinutes(1), limits));
    }

    private static RetryConfig retry(GuardLimits limits) {
        IntervalFunction backoff = IntervalFunction.ofExponentialRandomBackoff(limits.firstBackoff(), 2.0, 0.3);
        return RetryConfig.custom()
                .maxAttempts(limits.maxAttempts())
                .intervalBiFunction((attempt, outcome) -> wait(backoff.apply(attempt), outcome))
                .retryOnException(failure -> isWorthRetrying(failure, limits))
                .build();
    }

    private static long wait(long backoff, Either<Throwable, Object> outcome) {
        if (outcome.isLeft() && outcome.getLeft() instanceof ProviderFailure failure) {
            Duration asked = failure.retryAfter();
            return asked == null ? backoff : Math.max(1, asked.toMillis());
        }
        return backoff;
    }

    private static boolean isWorthRetrying(Throwable failure, GuardLimits limits) {
        if (!(failure instanceof ProviderFailure known) || !known.countsAgainstProvider()) {
            return false;
        }
        Duration asked = known.retryAfter();
        return asked == null || asked.compareTo(limits.longestWait()) <= 0;
    }

    private static CircuitBreakerConfig circuit(GuardLimits limits) {
        return CircuitBreakerConfig.custom()
                .slidingWindowSize(CALLS_JUDGED)
                .minimumNumberOfCalls(FEWEST_CALLS)
                .failureRateThreshold(limits.circuitFailureRate())
                .waitDurationInOpenState(limits.openCircuitFor())
                .permittedNumberOfCallsInHalfOpenState(2)
                .automaticTransitionFromOpenToHalfOpenEnabled(false)
                .recordException(failure -> failure instanceof ProviderFailure known && known.kind() == Kind.RETRIABLE)
                .ignoreException(
                        failure -> !(failure instanceof ProviderFailure known) || known.kind() != Kind.RETRIABLE)
                .build();
    }

    private static RateLimiterConfig rate(int limit, Duration period, GuardLimits limits) {
        return RateLimiterConfig.custom()
                .limitForPeriod(limit)
                .limitRefreshPeriod(period)
                .timeoutDuration(limits.longestWait())
                .build();
    }

    private static BulkheadConfig bulkhead(GuardLimits limits) {
        return BulkheadConfig.custom()
                .maxConcurrentCalls(limits.concurrency())
                .maxWaitDuration(Duration.ZERO)
                .build();
    }
}
