package dev.colophon.ops.broker;

import org.jspecify.annotations.Nullable;

/**
 * How a group of consumers stands with one topic.
 *
 * @param kind {@code service}, {@code dead_letters} (the index of a service's dead letters) or {@code other} (none of ours)
 * @param state as the broker calls it: {@code stable} with members, {@code empty} without
 * @param lag records that it has not acknowledged yet
 * @param oldestUnhandledAgeSeconds since the first of those was written; null where there is none or it was not read in time
 */
public record ConsumerStanding(
        String group,
        String kind,
        String topic,
        String state,
        int members,
        long lag,
        @Nullable Double oldestUnhandledAgeSeconds) {}
