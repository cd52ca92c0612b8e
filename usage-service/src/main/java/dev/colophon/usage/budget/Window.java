package dev.colophon.usage.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What spending is added up for: a client or one of its projects, over one period. The natural order is the one in which
 * rows are locked, here as in the database, so that nobody waits in a circle.
 *
 * @param projectId null for the client as a whole
 */
record Window(@Nullable UUID projectId, Period period, LocalDate start) implements Comparable<Window> {

    /** In the database, where a key holds no null. */
    static final UUID NO_PROJECT = new UUID(0, 0);

    /** The database compares ids as what they are written as, which {@link UUID#compareTo} does not. */
    private static final Comparator<Window> ORDER = Comparator.comparing(
                    (Window window) -> window.storedProject().toString())
            .thenComparing(Window::period)
            .thenComparing(Window::start);

    /** Those that an instant counts for, in their order. */
    static List<Window> at(Instant instant, @Nullable UUID projectId) {
        List<Window> windows = new ArrayList<>();
        for (Period period : Period.values()) {
            windows.add(new Window(null, period, period.start(instant)));
            if (projectId != null) {
                windows.add(new Window(projectId, period, period.start(instant)));
            }
        }
        windows.sort(null);
        return windows;
    }

    String scope() {
        return projectId == null ? "client" : "project";
    }

    UUID storedProject() {
        return projectId == null ? NO_PROJECT : projectId;
    }

    @Override
    public int compareTo(Window other) {
        return ORDER.compare(this, other);
    }
}
