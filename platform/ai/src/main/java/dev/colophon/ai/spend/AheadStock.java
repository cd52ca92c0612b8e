package dev.colophon.ai.spend;

import dev.colophon.ai.spend.Admission.Reserved;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reservations that wait for attempts of one kind, and how often such attempts come. Instants are of
 * {@link System#nanoTime}. Thread-safe.
 */
final class AheadStock {

    /** Waiting at most. */
    static final int MOST = 32;

    /** Below so many attempts in the time that is looked ahead, each may as well ask for itself. */
    private static final int OFTEN = 3;

    private static final int STALE_AFTER = 4;

    private record Waiting(Reserved reservation, long since) {}

    /**
     * What became of one attempt that came.
     *
     * @param taken null where nothing waited for it
     * @param stale to be given back
     * @param toOrder so many are to be reserved now
     */
    record Visit(@Nullable Reserved taken, List<Reserved> stale, int toOrder) {}

    private final long window;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long windowStart;
    private int cameInTheLast;
    private int cameInThis;
    private boolean ordered;
    private boolean closed;
    private long noOrderBefore;

    /** @param ahead for how long what waits is meant to last */
    AheadStock(Duration ahead, long now) {
        this.window = ahead.toNanos();
        this.windowStart = now;
        this.noOrderBefore = now;
    }

    /** For how long a reservation waits for an attempt. */
    static Duration patience(Duration ahead) {
        return ahead.multipliedBy(STALE_AFTER);
    }

    /** An attempt comes. */
    synchronized Visit visit(long now) {
        count(now);
        List<Reserved> stale = stale(now);
        Waiting first = waiting.poll();
        return new Visit(first == null ? null : first.reservation(), stale, toOrder(now));
    }

    /**
     * What was ordered came; where it is nothing, nothing is ordered for a while.
     *
     * @return what nobody waits for any more
     */
    synchronized Collection<Reserved> delivered(Collection<Reserved> reservations, long now) {
        ordered = false;
        if (closed) {
            return reservations;
        }
        if (reservations.isEmpty()) {
            noOrderBefore = now + STALE_AFTER * window;
        }
        reservations.forEach(each -> waiting.add(new Waiting(each, now)));
        return List.of();
    }

    /** Takes out what has waited for too long. */
    synchronized List<Reserved> stale(long now) {
        List<Reserved> stale = new ArrayList<>();
        while (!waiting.isEmpty() && now - waiting.element().since() >= STALE_AFTER * window) {
            stale.add(waiting.remove().reservation());
        }
        return stale;
    }

    /** Takes out everything; nothing is ordered from now on. */
    synchronized List<Reserved> close() {
        closed = true;
        List<Reserved> all = waiting.stream().map(Waiting::reservation).toList();
        waiting.clear();
        return all;
    }

    private void count(long now) {
        if (now - windowStart >= 2 * window) {
            cameInTheLast = 0;
            cameInThis = 0;
            windowStart = now;
        } else if (now - windowStart >= window) {
            cameInTheLast = cameInThis;
            cameInThis = 0;
            windowStart += window;
        }
        cameInThis++;
    }

    /** Half of what is wanted may be used up before more is ordered: one question then brings several. */
    private int toOrder(long now) {
        int wanted = Math.min(MOST, Math.max(cameInTheLast, cameInThis));
        if (closed || ordered || wanted < OFTEN || waiting.size() > wanted / 2 || now - noOrderBefore < 0) {
            return 0;
        }
        ordered = true;
        return wanted - waiting.size();
    }
}
