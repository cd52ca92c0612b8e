package dev.colophon.etl.jira.issue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times as Jira writes them: {@code 2007-11-02T12:21:58.000-0400}, with or without a colon in the offset. */
public final class JiraTimes {

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalStart()
            .appendOffset("+HH:MM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    private JiraTimes() {}

    /** Null for what is no time. */
    public static @Nullable Instant of(JsonNode time) {
        return of(time.asText(""));
    }

    /** Null for what is no time. */
    public static @Nullable Instant of(String time) {
        try {
            return OffsetDateTime.parse(time, FORMAT).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** @throws IllegalArgumentException for what is no time */
    public static Instant required(JsonNode time) {
        Instant instant = of(time);
        if (instant == null) {
            throw new IllegalArgumentException("Jira's answer holds an issue without the time of its last update");
        }
        return instant;
    }
}
