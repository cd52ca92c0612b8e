package dev.colophon.etl.calendar;

import biweekly.component.VEvent;
import biweekly.property.Attendee;
import biweekly.property.Organizer;
import dev.colophon.etl.text.PlainText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who takes part in an event, by name. Addresses are taken note of only to keep them out of what others may read.
 *
 * @param addresses in lower case
 */
record People(@Nullable String organizer, List<String> named, int unnamed, Set<String> addresses) {

    private static final int MOST_NAMED = 50;
    private static final int NAME_LIMIT = 100;

    static People of(VEvent event) {
        Set<String> addresses = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        int unnamed = 0;
        for (Attendee attendee : event.getAttendees()) {
            note(addresses, attendee.getEmail(), attendee.getUri());
            String name = name(attendee.getCommonName());
            if (name == null || names.size() == MOST_NAMED) {
                unnamed++;
            } else {
                names.add(name);
            }
        }
        Organizer organizer = event.getOrganizer();
        if (organizer != null) {
            note(addresses, organizer.getEmail(), organizer.getUri());
        }
        return new People(
                organizer == null ? null : name(organizer.getCommonName()), new ArrayList<>(names), unnamed, addresses);
    }

    /** The text without the addresses of those who take part. */
    String withoutAddresses(String text) {
        String clean = text;
        for (String address : addresses) {
            for (int at = indexOf(clean, address); at >= 0; at = indexOf(clean, address)) {
                clean = clean.substring(0, at) + "(address)" + clean.substring(at + address.length());
            }
        }
        return clean;
    }

    private static int indexOf(String text, String address) {
        return text.toLowerCase(Locale.ROOT).indexOf(address);
    }

    /** Programs that know no name write the address in its place. */
    private static @Nullable String name(@Nullable String name) {
        if (name == null || name.isBlank() || name.indexOf('@') >= 0) {
            return null;
        }
        return PlainText.shortened(
                PlainText.cleaned(name).replaceAll("\\s+", " ").strip(), NAME_LIMIT);
    }

    private static void note(Set<String> addresses, @Nullable String email, @Nullable String uri) {
        for (String address : new String[] {email, uri}) {
            if (address != null && address.indexOf('@') > 0) {
                addresses.add(address.toLowerCase(Locale.ROOT).replaceFirst("^mailto:", ""));
            }
        }
    }
}
