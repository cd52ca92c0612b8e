package dev.colophon.etl.connector;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads {@code Retry-After} (RFC 9110, 10.2.3): seconds, or a date. */
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /** Never negative and at most a day; empty for what is neither. */
    static Optional<Duration> of(String value, Instant now) {
        String text = value.strip();
        try {
            Duration asked = text.chars().allMatch(Character::isDigit) && !text.isEmpty()
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            Duration atLeastNothing = asked.isNegative() ? Duration.ZERO : asked;
            return Optional.of(atLeastNothing.compareTo(LONGEST) > 0 ? LONGEST : atLeastNothing);
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
