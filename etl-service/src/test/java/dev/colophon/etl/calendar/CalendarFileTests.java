package dev.colophon.etl.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.colophon.etl.item.ItemDraft;
import dev.colophon.events.item.ItemKind;
import java.time.Instant;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CalendarFileTests {

    private static final String BERLIN = """
            BEGIN:VTIMEZONE
            TZID:Office
            BEGIN:DAYLIGHT
            DTSTART:19810329T020000
            RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
            TZOFFSETFROM:+0100
            TZOFFSETTO:+0200
            END:DAYLIGHT
            BEGIN:STANDARD
            DTSTART:19961027T030000
            RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
            TZOFFSETFROM:+0200
            TZOFFSETTO:+0100
            END:STANDARD
            END:VTIMEZONE
            """;

    @Test
    void readsAMeetingWithItsPeopleAndNoneOfTheirAddresses() {
        Meeting meeting = only("""
                UID:1@calendar
                SUMMARY:Planning with ada@example.invalid
                DESCRIPTION:Bring ideas.\\nAsk ADA@example.invalid\\, or somebody.
                LOCATION:Room 7
                URL:https://meet.example.invalid/7
                DTSTART:20261121T100000Z
                DURATION:PT45M
                ORGANIZER;CN=Grace Hopper:mailto:grace@example.invalid
                ATTENDEE;CN=Ada Lovelace:mailto:ada@example.invalid
                ATTENDEE;CN=linus@example.invalid:mailto:linus@example.invalid
                ATTENDEE:mailto:nobody@example.invalid
                """);

        assertThat(meeting.start()).isEqualTo(Instant.parse("2026-11-21T10:00:00Z"));
        assertThat(meeting.end()).isEqualTo(Instant.parse("2026-11-21T10:45:00Z"));
        assertThat(meeting.zone()).isEqualTo("UTC");
        ItemDraft item = meeting.draft(UUID.randomUUID(), UUID.randomUUID());
        assertThat(item.kind()).isEqualTo(ItemKind.MEETING);
        assertThat(item.externalId()).isEqualTo("1@calendar");
        assertThat(item.title()).isEqualTo("Planning with (address)");
        assertThat(item.text())
                .isEqualTo("Bring ideas.\nAsk (address), or somebody.\n\nWhere: Room 7\n\nWith: Ada Lovelace, 2 more");
        assertThat(item.author()).isEqualTo("Grace Hopper");
        assertThat(item.url()).isEqualTo("https://meet.example.invalid/7");
        assertThat(item.occurredAt()).isEqualTo(meeting.start());
        assertThat(item.attributes())
                .containsEntry("attendees", "Ada Lovelace")
                .containsEntry("attendee_count", "3")
                .containsEntry("status", "confirmed");
        assertThat(item.toString()).doesNotContain("example.invalid/ada").doesNotContain("@example");
    }

    @Test
    void readsTimesInTheZoneOfTheFileOrOfTheWorld() {
        assertThat(only(BERLIN, "UID:a\nDTSTART;TZID=Office:20260701T090000").start())
                .isEqualTo(Instant.parse("2026-07-01T07:00:00Z"));
        assertThat(only(BERLIN, "UID:a\nDTSTART;TZID=Office:20261201T090000").start())
                .isEqualTo(Instant.parse("2026-12-01T08:00:00Z"));
        Meeting world = only("UID:a\nDTSTART;TZID=America/New_York:20260701T090000");
        assertThat(world.start()).isEqualTo(Instant.parse("2026-07-01T13:00:00Z"));
        assertThat(world.zone()).isEqualTo("America/New_York");
    }

    @Test
    void readsTimesWithoutAZoneAndDaysTheSameEverywhere() {
        TimeZone here = TimeZone.getDefault();
        try {
            for (String zone : List.of("Asia/Tokyo", "America/Los_Angeles", "UTC")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                Meeting floating = only("UID:a\nDTSTART:20260701T090000\nRRULE:FREQ=DAILY;COUNT=3");
                assertThat(floating.start()).isEqualTo(Instant.parse("2026-07-01T09:00:00Z"));
                assertThat(floating.zone()).isNull();
                assertThat(floating.lastStart()).isEqualTo(Instant.parse("2026-07-03T09:00:00Z"));
                Meeting day = only("UID:a\nDTSTART;VALUE=DATE:20260701\nRRULE:FREQ=WEEKLY;COUNT=2");
                assertThat(day.allDay()).isTrue();
                assertThat(day.start()).isEqualTo(Instant.parse("2026-07-01T00:00:00Z"));
                assertThat(day.end()).isEqualTo(Instant.parse("2026-07-02T00:00:00Z"));
                assertThat(day.lastStart()).isEqualTo(Instant.parse("2026-07-08T00:00:00Z"));
            }
        } finally {
            TimeZone.setDefault(here);
        }
    }

    @Test
    void knowsWhenASeriesEndsAcrossTheChangeOfClocks() {
        Meeting weekly = only(
                BERLIN,
                "UID:a\nDTSTART;TZID=Office:20261012T090000\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4\n"
                        + "EXDATE;TZID=Office:20261019T090000");

        assertThat(weekly.recurrence())
                .contains("FREQ=WEEKLY")
                .contains("COUNT=4")
                .contains("BYDAY=MO");
        assertThat(weekly.start()).isEqualTo(Instant.parse("2026-10-12T07:00:00Z"));
        assertThat(weekly.lastStart()).isEqualTo(Instant.parse("2026-11-02T08:00:00Z"));
        assertThat(only("UID:a\nDTSTART:20260101T090000Z\nRRULE:FREQ=DAILY").lastStart())
                .isNull();
        assertThat(only("UID:a\nDTSTART:20260101T090000Z\nRRULE:FREQ=SECONDLY;UNTIL=20990101T000000Z")
                        .lastStart())
                .isNull();
    }

    @Test
    void knowsTheLastOfDatesThatFollowNoRule() {
        Meeting some = only("UID:a\nDTSTART:20260101T090000Z\nRDATE:20260105T100000Z,20260103T090000Z");
        assertThat(some.start()).isEqualTo(Instant.parse("2026-01-01T09:00:00Z"));
        assertThat(some.lastStart()).isEqualTo(Instant.parse("2026-01-05T10:00:00Z"));
        assertThat(some.recurrence()).isNull();

        Meeting more = only("UID:a\nDTSTART:20260101T090000Z\nRRULE:FREQ=DAILY;COUNT=3\nRDATE:20260201T090000Z"
                + "\nEXDATE:20260103T090000Z");
        assertThat(more.lastStart()).isEqualTo(Instant.parse("2026-02-01T09:00:00Z"));
        assertThat(only("UID:a\nDTSTART:20260101T090000Z").lastStart()).isNull();
    }

    @Test
    void keepsAChangedOccurrenceBesideItsSeries() {
        CalendarFile file = CalendarFile.read(calendar("""
                BEGIN:VEVENT
                UID:series
                SUMMARY:Weekly
                DTSTART:20261102T090000Z
                RRULE:FREQ=WEEKLY
                END:VEVENT
                BEGIN:VEVENT
                UID:series
                RECURRENCE-ID:20261109T090000Z
                SUMMARY:Weekly\\, later
                DTSTART:20261109T110000Z
                STATUS:CANCELLED
                END:VEVENT
                """));

        assertThat(file.meetings()).extracting(Meeting::id).containsExactly("series", "series#2026-11-09T09:00:00Z");
        assertThat(file.meetings()).extracting(Meeting::status).containsExactly("confirmed", "cancelled");
        assertThat(file.meetings()
                        .get(1)
                        .draft(UUID.randomUUID(), UUID.randomUUID())
                        .text())
                .isEqualTo("Cancelled.");
    }

    @Test
    void takesAnEventThatIsCalledOffAsCancelled() {
        String text = calendar("METHOD:CANCEL\nBEGIN:VEVENT\nUID:a\nDTSTART:20261102T090000Z\nEND:VEVENT\n");

        assertThat(CalendarFile.read(text).meetings().get(0).status()).isEqualTo("cancelled");
    }

    @Test
    void leavesOutWhatDoesNotSayWhenItBegins() {
        CalendarFile file = CalendarFile.read(calendar(event("UID:a\nSUMMARY:When?")
                + event("UID:b\nDTSTART:soon")
                + event("UID:c\nDTSTART:20260101T090000Z")));

        assertThat(file.meetings()).extracting(Meeting::id).containsExactly("c");
        assertThat(file.leftOut()).isEqualTo(2);
        assertThat(file.meetings().get(0).title()).isEqualTo("(no title)");
    }

    @Test
    void refusesWhatIsNoWholeCalendar() {
        String whole = calendar(event("UID:a\nDTSTART:20260101T090000Z"));

        assertThatThrownBy(() -> CalendarFile.read(whole.substring(0, whole.length() / 2)))
                .hasMessage("is broken off: a calendar ends with END:VCALENDAR");
        assertThatThrownBy(() -> CalendarFile.read(calendar(""))).hasMessage("holds no meeting");
        assertThatThrownBy(() -> CalendarFile.read(calendar(event("UID:a"))))
                .hasMessage("holds no meeting that says when it begins");
        assertThatThrownBy(() -> CalendarFile.read(
                        calendar(event("UID:a\nDTSTART:20260101T090000Z").repeat(10_001))))
                .hasMessage("holds more than 10000 meetings");
    }

    private static Meeting only(String event) {
        return only("", event);
    }

    private static Meeting only(String zones, String event) {
        List<Meeting> meetings =
                CalendarFile.read(calendar(zones + event(event))).meetings();
        assertThat(meetings).hasSize(1);
        return meetings.get(0);
    }

    private static String event(String properties) {
        return "BEGIN:VEVENT\n" + properties.strip() + "\nEND:VEVENT\n";
    }

    private static String calendar(String components) {
        return "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\n" + components + "END:VCALENDAR\n";
    }
}
