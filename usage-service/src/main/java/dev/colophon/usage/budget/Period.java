package dev.colophon.usage.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** A calendar period in UTC. */
enum Period {
    DAY,
    MONTH;

    /** The first day of the period that holds an instant. */
    LocalDate start(Instant at) {
        LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
        return this == DAY ? day : day.withDayOfMonth(1);
    }

    /** The first day of the next one. */
    LocalDate end(LocalDate start) {
        return this == DAY ? start.plusDays(1) : start.plusMonths(1);
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
