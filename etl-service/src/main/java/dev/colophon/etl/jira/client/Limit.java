package dev.colophon.etl.jira.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a refusal asks for. {@code Retry-After} counts first; the time at which a quota is full again where there is none;
 * the interval of a data center's token bucket next; growing pauses where nothing is said.
 *
 * @param scope who has to wait
 * @param pause how long
 * @param reason in words, for the run's status
 */
record Limit(Scope scope, Duration pause, String reason) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST_GUESS = Duration.ofMinutes(5);

    enum Scope {
        /** Calls of the same kind only. */
        ENDPOINT,
        /** All calls to this Jira, of all its sources. */
        TENANT
    }

    /**
     * @param header an answer's header by name
     * @param retryAfter as the answer asks, read already
     * @param refusals of the same call so far
     * @return empty where the answer is no refusal for now
     */
    static Optional<Limit> of(
            int status,
            Function<String, Optional<String>> header,
            Optional<Duration> retryAfter,
            Instant now,
            int refusals) {
        if (status == 503 && retryAfter.isPresent()) {
            return Optional.of(new Limit(Scope.TENANT, atLeast(retryAfter.get()), "Jira is not available (503)"));
        }
        if (status != 429) {
            return Optional.empty();
        }
        String reason = header.apply("ratelimit-reason").orElse("").strip().toLowerCase(Locale.ROOT);
        boolean quota = reason.contains("quota");
        boolean bucket =
                reason.isEmpty() && header.apply("x-ratelimit-fillrate").isPresent();
        Duration pause = retryAfter
                .or(() -> quota ? untilReset(header, now) : Optional.empty())
                .or(() -> interval(header))
                .orElseGet(() -> guessed(refusals));
        return Optional.of(new Limit(
                quota || bucket ? Scope.TENANT : Scope.ENDPOINT, atLeast(pause), words(reason, quota, bucket)));
    }

    /** Whether an answer says that the limit is near. */
    static boolean near(Function<String, Optional<String>> header) {
        return header.apply("x-ratelimit-nearlimit")
                        .map("true"::equalsIgnoreCase)
                        .orElse(false)
                || (header.apply("x-ratelimit-fillrate").isPresent()
                        && header.apply("x-ratelimit-remaining")
                                .map("0"::equals)
                                .orElse(false));
    }

    private static Optional<Duration> untilReset(Function<String, Optional<String>> header, Instant now) {
        return header.apply("x-ratelimit-reset").flatMap(reset -> {
            try {
                Duration until =
                        Duration.between(now, OffsetDateTime.parse(reset).toInstant());
                return until.isNegative() ? Optional.empty() : Optional.of(until);
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        });
    }

    private static Optional<Duration> interval(Function<String, Optional<String>> header) {
        return header.apply("x-ratelimit-interval-seconds")
                .filter(seconds -> seconds.matches("\\d{1,5}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    private static Duration guessed(int refusals) {
        Duration guess = FIRST.multipliedBy(1L << Math.min(refusals, 10));
        return guess.compareTo(LONGEST_GUESS) > 0 ? LONGEST_GUESS : guess;
    }

    private static Duration atLeast(Duration pause) {
        return pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause;
    }

    private static String words(String reason, boolean quota, boolean bucket) {
        if (quota) {
            return "Jira's quota is used up (" + reason + ")";
        }
        if (bucket) {
            return "the user's requests are used up (429)";
        }
        return "too many requests at once (" + (reason.isEmpty() ? "429" : reason) + ")";
    }
}
