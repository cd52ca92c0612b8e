package dev.colophon.cli.ops;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time as people give it: with its zone, a day in UTC, or how long ago. */
public final class When implements ITypeConverter<Instant> {

    /** For the help texts of options. */
    public static final String FORMS = "2026-11-21T10:00:00Z, 2026-11-21 (in UTC), or how long ago: 30m, 6h, 7d";

    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([mhd])");

    private final Clock clock;

    public When() {
        this(Clock.systemUTC());
    }

    When(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant convert(String text) {
        Matcher ago = AGO.matcher(text.toLowerCase(Locale.ROOT));
        if (ago.matches()) {
            return clock.instant().minus(length(Long.parseLong(ago.group(1)), ago.group(2)));
        }
        try {
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new TypeConversionException("'" + text + "' is no time; one is written " + FORMS);
        }
    }

    private static Duration length(long amount, String unit) {
        return switch (unit) {
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
