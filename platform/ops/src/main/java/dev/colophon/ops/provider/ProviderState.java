package dev.colophon.ops.provider;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a provider, or one client's integration with it, is doing as this instance sees it.
 *
 * @param name of its guards, by which its metrics go
 * @param integrationId null for a provider of the operator's own
 * @param circuit {@code closed}, {@code open}, {@code half_open}, or {@code paused} where the provider wants to be left alone
 * @param failureRate in percent of the last calls; null before there are enough of them
 * @param failedCalls among the last calls
 * @param calls that are judged
 * @param refusedCalls while the circuit was open
 */
public record ProviderState(
        String name,
        @Nullable String provider,
        @Nullable String model,
        @Nullable UUID integrationId,
        String circuit,
        @Nullable Double failureRate,
        int failedCalls,
        int calls,
        long refusedCalls) {}
