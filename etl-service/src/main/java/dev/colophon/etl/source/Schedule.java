package dev.colophon.etl.source;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.web.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.support.CronExpression;

/**
 * When a source is synced by itself: every so often after the run before, or at the times of a cron expression.
 *
 * @param every from a minute to a month
 * @param cron five fields (minute, hour, day of month, month, day of week) or a macro such as {@code @daily}
 * @param zone that the cron expression is meant in
 */
public record Schedule(
        @Nullable Duration every,
        @Nullable String cron,
        @Nullable ZoneId zone) {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final Set<String> FIELDS = Set.of("cron", "zone");
    private static final String WHAT = "must be an ISO 8601 duration from PT1M to P31D, or {\"cron\": \"0 */2 * * *\","
            + " \"zone\": \"Europe/Berlin\"}";

    /**
     * The schedule that a client means; null for null.
     *
     * @throws ProblemException {@code 422} naming what is wrong
     */
    static @Nullable Schedule of(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return null;
        }
        if (node.isTextual()) {
            return new Schedule(interval(node.textValue()), null, null);
        }
        if (!node.isObject() || !node.path("cron").isTextual()) {
            throw SourceRequest.refused("schedule", WHAT);
        }
        node.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw SourceRequest.refused("schedule." + field, "there is no such field");
            }
        });
        return new Schedule(null, cron(node.path("cron").textValue()), zone(node.path("zone")));
    }

    /** From now to the next time. */
    Duration untilNext(Instant now) {
        if (every != null) {
            return every;
        }
        ZonedDateTime next = expression(String.valueOf(cron)).next(now.atZone(zone == null ? ZoneId.of("UTC") : zone));
        return next == null ? LONGEST : Duration.between(now, next.toInstant());
    }

    /** As clients write it. */
    @JsonValue
    Object shown() {
        if (every != null) {
            return every.toString();
        }
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("cron", String.valueOf(cron));
        shown.put("zone", String.valueOf(zone));
        return shown;
    }

    private static Duration interval(String text) {
        try {
            Duration every = Duration.parse(text);
            if (every.compareTo(SHORTEST) >= 0 && every.compareTo(LONGEST) <= 0) {
                return every;
            }
        } catch (DateTimeException e) {
            // told below
        }
        throw SourceRequest.refused("schedule", WHAT);
    }

    private static String cron(String text) {
        String cron = text.strip().replaceAll("\\s+", " ");
        boolean written = cron.startsWith("@") || cron.split(" ").length == 5;
        try {
            if (written && expression(cron).next(ZonedDateTime.now(ZoneId.of("UTC"))) != null) {
                return cron;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw SourceRequest.refused(
                "schedule.cron",
                "must have five fields (minute, hour, day of month, month, day of week) and come true some day");
    }

    private static ZoneId zone(JsonNode node) {
        try {
            return node.isMissingNode() || node.isNull() ? ZoneId.of("UTC") : ZoneId.of(node.asText());
        } catch (DateTimeException e) {
            throw SourceRequest.refused("schedule.zone", "must be a time zone such as Europe/Berlin");
        }
    }

    private static CronExpression expression(String cron) {
        return CronExpression.parse(cron.startsWith("@") ? cron : "0 " + cron);
    }
}
