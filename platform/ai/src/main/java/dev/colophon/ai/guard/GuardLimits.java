package dev.colophon.ai.guard;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How hard one account or provider may be used by one process.
 *
 * @param timeout of one attempt
 * @param maxAttempts the first included
 * @param longestWait what is waited for in a call; who asks for more is left alone until then
 * @param requests sent within each {@code period}
 * @param tokensPerMinute null for any number
 * @param circuitFailureRate percent of failed calls at which the circuit opens
 */
public record GuardLimits(
        Duration timeout,
        int maxAttempts,
        Duration firstBackoff,
        Duration longestWait,
        int requests,
        Duration period,
        @Nullable Integer tokensPerMinute,
        int concurrency,
        float circuitFailureRate,
        Duration openCircuitFor) {}
