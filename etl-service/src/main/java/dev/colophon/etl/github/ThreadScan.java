package dev.colophon.etl.github;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the list of changed threads is read. The list moves under its reader: a thread that changes goes to its end, and
 * one that nobody has seen may slip onto a page that is read already. So a list in which a thread came twice is read again,
 * and what is known is not asked for again.
 */
final class ThreadScan {

    private static final int MOST_PASSES = 3;

    private final @Nullable Long from;
    private final long newestBefore;
    private final BitSet captured;
    private final Map<Integer, Long> versions = new HashMap<>();
    private boolean ordered;
    private boolean moved;
    private long newest;
    private int pass;

    private ThreadScan(SavedScan saved) {
        this.from = saved.from();
        this.newest = saved.newest();
        this.newestBefore = saved.newest();
        this.ordered = saved.ordered();
        this.moved = saved.moved();
        this.pass = saved.pass();
        this.captured = saved.numbers();
    }

    static ThreadScan from(@Nullable Long from) {
        return new ThreadScan(new SavedScan(from, 0, true, false, 1, null));
    }

    /** Goes on where a run was interrupted. */
    static ThreadScan resumed(SavedScan saved) {
        return new ThreadScan(saved);
    }

    SavedScan saved() {
        return new SavedScan(from, newest, ordered, moved, pass, SavedScan.bits(captured));
    }

    /** Where the list begins; null for everything. */
    @Nullable
    Long since() {
        return pass == 1 && ordered && newestBefore > 0 ? Long.valueOf(newestBefore) : from;
    }

    boolean resumed() {
        return newestBefore > 0;
    }

    /** Whether a thread of the list is to be read; told once for each time it comes. */
    boolean wants(int number, long updated) {
        Long version = versions.get(number);
        boolean before = version == null && captured.get(number);
        boolean have = version == null ? before && updated <= newestBefore : updated <= version;
        if (have) {
            return false;
        }
        moved |= version != null || before;
        ordered &= updated >= newest;
        newest = Math.max(newest, updated);
        versions.put(number, updated);
        captured.set(number);
        return true;
    }

    /** Whether the list has to be read again; begins the next pass. */
    boolean again() {
        if (!moved || pass >= MOST_PASSES) {
            return false;
        }
        pass++;
        moved = false;
        return true;
    }

    /** The newest change met; zero for none. */
    long newest() {
        return newest;
    }

    /** What changed since a time, by number. */
    Map<Integer, Long> recent(long since) {
        Map<Integer, Long> recent = new HashMap<>();
        versions.forEach((number, version) -> {
            if (version >= since) {
                recent.put(number, version);
            }
        });
        return recent;
    }
}
