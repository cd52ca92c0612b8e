package dev.colophon.ai.account;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How hard an integration may be used. What is null is not limited, or takes what holds for all providers.
 *
 * @param timeout of one attempt
 * @param maxAttempts the first included
 * @param maxConcurrent calls at once, by one process
 * @param batchSize texts in one embedding call, at most
 * @param batchTokens tokens in one embedding call, at most
 * @param circuitFailureRate percent of failed calls at which the circuit opens
 */
public record PerformanceSettings(
        @Nullable Duration timeout,
        @Nullable Integer maxAttempts,
        @Nullable Integer requestsPerMinute,
        @Nullable Integer tokensPerMinute,
        @Nullable Integer maxConcurrent,
        @Nullable Integer batchSize,
        @Nullable Integer batchTokens,
        @Nullable Double circuitFailureRate) {

    static PerformanceSettings of(Settings values) {
        Integer timeout = values.positive("timeout_ms");
        return new PerformanceSettings(
                timeout == null ? null : Duration.ofMillis(timeout),
                values.positive("max_attempts"),
                values.positive("requests_per_minute"),
                values.positive("tokens_per_minute"),
                values.positive("max_concurrent"),
                values.positive("batch_size"),
                values.positive("batch_tokens"),
                values.decimal("circuit_failure_rate"));
    }
}
