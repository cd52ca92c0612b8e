package dev.colophon.usage;

import java.time.DateTimeException;
import java.time.LocalDate;

/** Days that others wrote. */
public final class Days {

    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 9999;

    private Days() {}

    /** Whether anything can have happened then: Java knows days that no database does, and that no day follows. */
    public static boolean areReckonable(LocalDate day) {
        return day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR;
    }

    /** @throws DateTimeException where it is none, or is not {@linkplain #areReckonable reckonable} */
    public static LocalDate parse(String text) {
        LocalDate day = LocalDate.parse(text);
        if (!areReckonable(day)) {
            throw new DateTimeException("a day beyond all calendars");
        }
        return day;
    }
}
