package dev.colophon.messaging.replay;

import dev.colophon.messaging.inbox.LiveTraffic;
import java.time.Duration;

/**
 * How a replay gives way to live traffic: while events are in hand it waits, and while there is any traffic its transactions
 * are short and it rests between them as long as they take.
 */
final class Courtesy {

    private static final Duration ALONE = Duration.ofMillis(200);
    private static final Duration IN_COMPANY = Duration.ofMillis(50);
    private static final Duration REST_AT_MOST = Duration.ofMillis(500);
    private static final long EVENTS_MAY_TAKE = Duration.ofSeconds(2).toNanos();

    private final LiveTraffic live;

    Courtesy(LiveTraffic live) {
        this.live = live;
    }

    /** Waits for events in hand, which may come without end, for two seconds. */
    void giveWay() throws InterruptedException {
        long until = System.nanoTime() + EVENTS_MAY_TAKE;
        while (live.isInHand() && System.nanoTime() < until) {
            Thread.sleep(2);
        }
    }

    /** How long a transaction may take, about. */
    Duration transaction() {
        return live.isRecent() ? IN_COMPANY : ALONE;
    }

    /** Rests after a transaction that took so long. */
    void rest(Duration took) throws InterruptedException {
        if (live.isRecent()) {
            Thread.sleep(Math.min(took.toMillis(), REST_AT_MOST.toMillis()));
        }
    }
}
