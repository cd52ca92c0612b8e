package dev.colophon.etl.github.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * That GitHub wants to be left alone for a while. What counts, in this order: {@code Retry-After}; no calls remaining until
 * {@code X-RateLimit-Reset}; a message about limits, which says nothing about how long.
 *
 * @param pause as told; null where the answer does not say
 * @param reason for people
 */
public record RateLimit(@Nullable Duration pause, String reason) {

    private static final Set<Integer> LIMITING = Set.of(403, 429);
    private static final Set<Integer> BUSY = Set.of(502, 503, 504);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /**
     * The limit that an answer tells of; empty where it tells of none, as a {@code 403} for a missing right.
     *
     * @param header values by name
     * @param now of this machine; the answer's own {@code Date} is preferred, so that clocks need not agree
     */
    static Optional<RateLimit> of(int status, Function<String, Optional<String>> header, String message, Instant now) {
        if (!LIMITING.contains(status) && !BUSY.contains(status)) {
            return Optional.empty();
        }
        Instant there = header.apply("date").flatMap(RateLimit::date).orElse(now);
        Optional<Duration> retryAfter = header.apply("retry-after").flatMap(value -> duration(value, there));
        if (retryAfter.isPresent()) {
            String reason = BUSY.contains(status) ? "GitHub is busy" : "GitHub's secondary rate limit";
            return Optional.of(new RateLimit(retryAfter.get(), reason));
        }
        if (BUSY.contains(status)) {
            return Optional.empty();
        }
        if (header.apply("x-ratelimit-remaining").filter("0"::equals).isPresent()) {
            Duration untilReset = header.apply("x-ratelimit-reset")
                    .flatMap(value -> reset(value, there))
                    .orElse(null);
            return Optional.of(new RateLimit(untilReset, "GitHub's rate limit"));
        }
        String words = message.toLowerCase(Locale.ROOT);
        boolean secondary = words.contains("secondary rate limit") || words.contains("abuse detection");
        return secondary || status == 429 || words.contains("rate limit exceeded")
                ? Optional.of(new RateLimit(null, "GitHub's secondary rate limit"))
                : Optional.empty();
    }

    /** How long to wait where {@code before} limits were met just before. */
    Duration pauseAfter(int before, Duration first) {
        return pause == null ? first.multipliedBy(1L << Math.min(before, 10)) : pause;
    }

    private static Optional<Duration> duration(String value, Instant now) {
        return number(value)
                .map(Duration::ofSeconds)
                .or(() -> date(value).map(until -> Duration.between(now, until)))
                .map(RateLimit::atLeastShortest);
    }

    /** Seconds since 1970; one more, since the reset is told in whole seconds. */
    private static Optional<Duration> reset(String value, Instant now) {
        return number(value)
                .map(Instant::ofEpochSecond)
                .or(() -> date(value))
                .map(until -> atLeastShortest(Duration.between(now, until).plus(SHORTEST)));
    }

    private static Duration atLeastShortest(Duration pause) {
        return pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause;
    }

    private static Optional<Long> number(String value) {
        String digits = value.strip();
        boolean fits = !digits.isEmpty()
                && digits.length() <= 12
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return fits ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }

    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
