package dev.colophon.etl.calendar;

import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.io.text.ICalReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file of calendars.
 *
 * @param leftOut meetings that do not say when they begin
 */
public record CalendarFile(List<Meeting> meetings, int leftOut) {

    private static final int MOST_MEETINGS = 10_000;

    /**
     * The meetings of a file, in its order.
     *
     * @throws UnreadableCalendarException where it is broken off, holds none or too many
     */
    public static CalendarFile read(String text) {
        if (!text.stripTrailing().toUpperCase(Locale.ROOT).endsWith("END:VCALENDAR")) {
            throw new UnreadableCalendarException("is broken off: a calendar ends with END:VCALENDAR");
        }
        List<Meeting> meetings = new ArrayList<>();
        int leftOut = 0;
        try (ICalReader calendars = new ICalReader(new StringReader(text))) {
            for (ICalendar calendar = calendars.readNext(); calendar != null; calendar = calendars.readNext()) {
                for (VEvent event : calendar.getEvents()) {
                    Meeting meeting = meeting(calendar, event);
                    leftOut += meeting == null ? 1 : 0;
                    if (meeting != null) {
                        meetings.add(meeting);
                    }
                    requireFew(meetings);
                }
            }
        } catch (IOException e) {
            throw new UnreadableCalendarException("is damaged: it cannot be read as a calendar");
        }
        if (meetings.isEmpty()) {
            throw new UnreadableCalendarException(
                    leftOut == 0 ? "holds no meeting" : "holds no meeting that says when it begins");
        }
        return new CalendarFile(meetings, leftOut);
    }

    private static @Nullable Meeting meeting(ICalendar calendar, VEvent event) {
        return new EventReader(calendar, event).read();
    }

    private static void requireFew(List<Meeting> meetings) {
        if (meetings.size() > MOST_MEETINGS) {
            throw new UnreadableCalendarException("holds more than " + MOST_MEETINGS + " meetings");
        }
    }
}
