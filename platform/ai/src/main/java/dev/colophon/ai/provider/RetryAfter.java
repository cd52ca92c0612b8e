package dev.colophon.ai.provider;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a provider wants to be asked again: {@code Retry-After} in seconds or as a date (RFC 9110), OpenAI's
 * {@code retry-after-ms}, the {@code retryDelay} in the body of Google's errors.
 */
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final int BODY_READ = 20_000;
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}+(?:\\.\\d{1,9}+)?");
    private static final Pattern GOOGLE =
            Pattern.compile("\"retryDelay\"\\s{0,9}+:\\s{0,9}+\"(\\d{1,9}+(?:\\.\\d{1,9}+)?)s\"");

    private RetryAfter() {}

    static @Nullable Duration of(HttpHeaders headers, String body, Clock clock) {
        Optional<Duration> millis = headers.firstValue("retry-after-ms").flatMap(value -> seconds(value, 0.001));
        if (millis.isPresent()) {
            return millis.get();
        }
        Optional<String> header = headers.firstValue("retry-after").map(String::strip);
        if (header.isPresent()) {
            return seconds(header.get(), 1)
                    .or(() -> date(header.get(), clock.instant()))
                    .orElse(null);
        }
        Matcher google = GOOGLE.matcher(body.length() > BODY_READ ? body.substring(0, BODY_READ) : body);
        return google.find() ? seconds(google.group(1), 1).orElse(null) : null;
    }

    private static Optional<Duration> seconds(String value, double unit) {
        if (!SECONDS.matcher(value).matches()) {
            return Optional.empty();
        }
        return Optional.of(atMost(Duration.ofMillis((long) (Double.parseDouble(value) * unit * 1000))));
    }

    private static Optional<Duration> date(String value, Instant now) {
        try {
            Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(now, at);
            return Optional.of(wait.isNegative() ? Duration.ZERO : atMost(wait));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration atMost(Duration wait) {
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
