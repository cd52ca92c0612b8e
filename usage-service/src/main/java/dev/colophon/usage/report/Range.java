package dev.colophon.usage.report;

import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * A span of time that reports are asked for, ending now.
 *
 * @param from inclusive
 * @param to exclusive
 */
record Range(Instant from, Instant to) {

    private static final Map<String, Integer> DAYS = Map.of("1d", 1, "7d", 7, "30d", 30, "90d", 90);

    /** @throws ProblemException {@code 400} for anything but 1d, 7d, 30d and 90d */
    static Range ending(Instant now, String name) {
        Integer days = DAYS.get(name);
        if (days == null) {
            throw ProblemException.badRequest(
                    "The range is not one of those offered", new FieldError("range", "must be 1d, 7d, 30d or 90d"));
        }
        return new Range(now.minus(days, ChronoUnit.DAYS), now);
    }
}
