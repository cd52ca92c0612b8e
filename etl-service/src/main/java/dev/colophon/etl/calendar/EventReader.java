package dev.colophon.etl.calendar;

import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.TimezoneAssignment;
import biweekly.io.TimezoneInfo;
import biweekly.io.WriteContext;
import biweekly.io.scribe.property.RecurrenceRuleScribe;
import biweekly.property.DateOrDateTimeProperty;
import biweekly.property.DateStart;
import biweekly.property.Method;
import biweekly.property.RecurrenceRule;
import biweekly.property.Status;
import biweekly.property.TextProperty;
import biweekly.util.DateTimeComponents;
import biweekly.util.Duration;
import biweekly.util.ICalDate;
import biweekly.util.Recurrence;
import dev.colophon.etl.text.PlainText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Iterator;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** Reads one event of a calendar. Times without a zone are taken as UTC, wherever this runs. */
final class EventReader {

    private static final int MOST_OCCURRENCES = 2_000;

    private final ICalendar calendar;
    private final TimezoneInfo zones;
    private final VEvent event;

    EventReader(ICalendar calendar, VEvent event) {
        this.calendar = calendar;
        this.zones = calendar.getTimezoneInfo();
        this.event = event;
    }

    /** The meeting, or null where it does not say when it begins. */
    @Nullable
    Meeting read() {
        DateStart begins = event.getDateStart();
        if (begins == null || begins.getValue() == null) {
            return null;
        }
        People people = People.of(event);
        Instant start = instant(begins);
        String title = people.withoutAddresses(line(event.getSummary()));
        return new Meeting(
                id(start, title),
                title.isEmpty() ? "(no title)" : title,
                people.withoutAddresses(text(event.getDescription())),
                start,
                end(begins, start),
                zone(begins),
                !begins.getValue().hasTime(),
                status(),
                emptyToNull(people.withoutAddresses(line(event.getLocation()))),
                url(),
                people.organizer(),
                people.named(),
                people.unnamed(),
                recurrence(),
                lastStart(begins));
    }

    private String id(Instant start, String title) {
        String uid = event.getUid() == null ? null : event.getUid().getValue();
        String id = uid == null || uid.isBlank()
                ? start + " " + title
                : PlainText.cleaned(uid).strip();
        return event.getRecurrenceId() == null ? id : id + "#" + instant(event.getRecurrenceId());
    }

    private @Nullable Instant end(DateStart begins, Instant start) {
        if (event.getDateEnd() != null && event.getDateEnd().getValue() != null) {
            return instant(event.getDateEnd());
        }
        Duration duration =
                event.getDuration() == null ? null : event.getDuration().getValue();
        if (duration != null) {
            return start.plusMillis(duration.toMillis());
        }
        return begins.getValue().hasTime() ? null : start.plus(1, ChronoUnit.DAYS);
    }

    /** A time with a zone is an instant; a day, and a time without a zone, are read off as they are written. */
    private Instant instant(DateOrDateTimeProperty property) {
        ICalDate date = property.getValue();
        DateTimeComponents written = date.getRawComponents();
        boolean zoned = date.hasTime() && (written == null || written.isUtc() || !zones.isFloating(property));
        if (zoned || written == null) {
            return date.toInstant();
        }
        return asUtc(written, date);
    }

    private static Instant asUtc(DateTimeComponents written, ICalDate date) {
        try {
            return LocalDateTime.of(
                            written.getYear(),
                            written.getMonth(),
                            written.getDate(),
                            written.getHour(),
                            written.getMinute(),
                            Math.min(59, written.getSecond()))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return date.toInstant(); // the 31st of a short month: the library has moved it on
        }
    }

    private @Nullable String zone(DateStart begins) {
        TimezoneAssignment assigned = zones.getTimezone(begins);
        if (assigned != null) {
            return assigned.getTimeZone().getID();
        }
        DateTimeComponents written = begins.getValue().getRawComponents();
        return begins.getValue().hasTime() && (written == null || written.isUtc()) ? "UTC" : null;
    }

    private String status() {
        Method method = calendar.getMethod();
        Status status = event.getStatus();
        if ((method != null && method.isCancel()) || (status != null && status.isCancelled())) {
            return "cancelled";
        }
        return status != null && status.isTentative() ? "tentative" : "confirmed";
    }

    private @Nullable String url() {
        String url = event.getUrl() == null ? null : event.getUrl().getValue();
        return url == null || !url.matches("(?i)https?://\\S{1,1990}") ? null : PlainText.cleaned(url);
    }

    private @Nullable String recurrence() {
        RecurrenceRule rule = event.getRecurrenceRule();
        return rule == null || rule.getValue() == null
                ? null
                : new RecurrenceRuleScribe().writeText(rule, new WriteContext(ICalVersion.V2_0, zones, null));
    }

    /** Of a series, by rule or by dates, that says when it ends; one with too many occurrences counts as one that does not. */
    private @Nullable Instant lastStart(DateStart begins) {
        Recurrence rule = event.getRecurrenceRule() == null
                ? null
                : event.getRecurrenceRule().getValue();
        boolean endless = rule != null && rule.getUntil() == null && rule.getCount() == null;
        boolean single = rule == null && event.getRecurrenceDates().isEmpty();
        if (endless || single) {
            return null;
        }
        TimezoneAssignment assigned = zones.getTimezone(begins);
        boolean local = assigned == null && (!begins.getValue().hasTime() || zones.isFloating(begins));
        TimeZone zone = assigned == null
                ? (local ? TimeZone.getDefault() : TimeZone.getTimeZone("UTC"))
                : assigned.getTimeZone();
        Date last = null;
        Iterator<Date> dates = event.getDateIterator(zone);
        for (int i = 0; dates.hasNext(); i++) {
            if (i == MOST_OCCURRENCES) {
                return null;
            }
            last = dates.next();
        }
        return last == null ? null : local ? asWritten(last) : last.toInstant();
    }

    /** The library reads days in the zone that this runs in. */
    private static Instant asWritten(Date date) {
        return LocalDateTime.ofInstant(date.toInstant(), ZoneId.systemDefault()).toInstant(ZoneOffset.UTC);
    }

    private static String line(@Nullable TextProperty property) {
        return text(property).replaceAll("\\s+", " ").strip();
    }

    private static String text(@Nullable TextProperty property) {
        String value = property == null ? null : property.getValue();
        return value == null ? "" : PlainText.cleaned(value);
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
