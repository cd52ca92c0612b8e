package dev.colophon.ai.guard;

import dev.colophon.ai.provider.ProviderFailure;
import io.github.resilience4j.ratelimiter.RateLimiter;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Waits for a rate limiter without a thread. */
final class Permissions {

    private static final Duration STEP = Duration.ofSeconds(1);

    private Permissions() {}

    /**
     * Completes when {@code size} permits were taken.
     *
     * @param patience how long to ask again after the limiter's own longest wait was not enough
     */
    static Mono<Void> of(RateLimiter limiter, long size, Duration patience, String refusal) {
        return Mono.defer(() -> {
            int permits = (int)
                    Math.max(1, Math.min(size, limiter.getRateLimiterConfig().getLimitForPeriod()));
            long nanos = limiter.reservePermission(permits);
            if (nanos == 0) {
                return Mono.empty();
            }
            if (nanos > 0) {
                return Mono.delay(Duration.ofNanos(nanos)).then();
            }
            if (patience.isZero() || patience.isNegative()) {
                Duration period = limiter.getRateLimiterConfig().getLimitRefreshPeriod();
                return Mono.error(ProviderFailure.refused(refusal, period, null));
            }
            return Mono.delay(STEP).then(of(limiter, size, patience.minus(STEP), refusal));
        });
    }
}
