package dev.colophon.etl.calendar;

import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.text.PlainText;
import dev.colophon.events.item.ItemKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A meeting, or a series of them. Of people their names are known and nothing else.
 *
 * @param id of the event in its calendar; of one changed occurrence of a series with the time that it had
 * @param start of an all-day event the beginning of its day in UTC
 * @param zone that {@code start} is meant in; null where it is meant in none
 * @param status {@code tentative}, {@code confirmed} or {@code cancelled}
 * @param recurrence as an RFC 5545 rule
 * @param lastStart of a series that ends
 * @param unnamed how many attendees have no name
 */
public record Meeting(
        String id,
        String title,
        String description,
        Instant start,
        @Nullable Instant end,
        @Nullable String zone,
        boolean allDay,
        String status,
        @Nullable String location,
        @Nullable String url,
        @Nullable String organizer,
        List<String> attendees,
        int unnamed,
        @Nullable String recurrence,
        @Nullable Instant lastStart) {

    private static final int ID_LIMIT = 500;
    private static final int TITLE_LIMIT = 200;
    private static final int ATTRIBUTE_LIMIT = 1_000;

    public Meeting {
        attendees = List.copyOf(attendees);
    }

    /** As an item; the same event of a project is the same item, whichever file brings it. */
    public ItemDraft draft(UUID clientId, UUID projectId) {
        return new ItemDraft(
                clientId,
                projectId,
                null,
                ItemKind.MEETING,
                PlainText.shortened(id, ID_LIMIT),
                PlainText.shortened(title, TITLE_LIMIT),
                text(),
                url,
                organizer,
                attributes(),
                start,
                null);
    }

    /** What people would search for; when it is, is in the attributes. */
    private String text() {
        List<String> parts = new ArrayList<>();
        if (!description.isBlank()) {
            parts.add(description.strip());
        }
        if (location != null) {
            parts.add("Where: " + location);
        }
        if (!attendees.isEmpty() || unnamed > 0) {
            parts.add("With: " + people());
        }
        if (status.equals("cancelled")) {
            parts.add("Cancelled.");
        }
        return String.join("\n\n", parts);
    }

    private String people() {
        List<String> people = new ArrayList<>(attendees);
        if (unnamed > 0) {
            people.add(unnamed + (attendees.isEmpty() ? " people" : " more"));
        }
        return String.join(", ", people);
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        put(attributes, "starts_at", start);
        put(attributes, "ends_at", end);
        put(attributes, "time_zone", zone);
        put(attributes, "all_day", allDay);
        put(attributes, "status", status);
        put(attributes, "location", location);
        put(attributes, "recurrence", recurrence);
        put(attributes, "last_starts_at", lastStart);
        put(attributes, "attendees", attendees.isEmpty() ? null : String.join(", ", attendees));
        put(attributes, "attendee_count", attendees.size() + unnamed);
        return attributes;
    }

    private static void put(Map<String, String> attributes, String name, @Nullable Object value) {
        if (value != null) {
            attributes.put(name, PlainText.shortened(value.toString(), ATTRIBUTE_LIMIT));
        }
    }
}
