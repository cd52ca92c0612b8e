package dev.colophon.cli.term;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast work goes and how long it will take still, by what was seen of it in the last half minute. */
final class Pace {

    private static final long WINDOW = Duration.ofSeconds(30).toNanos();
    private static final double SECOND = Duration.ofSeconds(1).toNanos();

    private final Deque<Seen> seen = new ArrayDeque<>();

    private record Seen(long done, long nanos) {}

    /** The rate and the time left with a comma before each; empty while there is nothing to tell. */
    String at(long done, long total, long nanos) {
        seen.addLast(new Seen(done, nanos));
        while (seen.size() > 2 && nanos - seen.getFirst().nanos() > WINDOW) {
            seen.removeFirst();
        }
        double seconds = (nanos - seen.getFirst().nanos()) / SECOND;
        double moved = done - seen.getFirst().done();
        return seconds <= 0 || moved <= 0 ? "" : text(moved / seconds, total - done);
    }

    /** The same for a rate that is known. */
    static String text(double perSecond, long left) {
        String rate = ", " + Cells.rate(perSecond);
        return left <= 0 ? rate : rate + ", " + Cells.span(left / perSecond) + " left";
    }
}
