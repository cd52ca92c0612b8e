package dev.colophon.messaging;

import java.time.Duration;

/**
 * How work that can wait gives way to live traffic: while events are in hand it waits, and while there is any traffic its
 * transactions are short, and it rests after each of its efforts for some times as long as that took.
 */
public final class Courtesy {

    private static final Duration ALONE = Duration.ofMillis(200);
    private static final Duration IN_COMPANY = Duration.ofMillis(50);
    private static final Duration REST_AT_MOST = Duration.ofSeconds(2);
    private static final long EVENTS_MAY_TAKE = Duration.ofSeconds(2).toNanos();

    private final LiveTraffic live;
    private final int rests;

    /** @param rests how many times as long as its efforts the rests between them are */
    public Courtesy(LiveTraffic live, int rests) {
        this.live = live;
        this.rests = rests;
    }

    /** Waits for events in hand, which may come without end, for two seconds. */
    public void giveWay() throws InterruptedException {
        long until = System.nanoTime() + EVENTS_MAY_TAKE;
        while (live.isInHand() && System.nanoTime() < until) {
            Thread.sleep(2);
        }
    }

    /** Whether nobody misses the processors. */
    public boolean isAlone() {
        return !live.isRecent();
    }

    /** How long a transaction may take, about. */
    public Duration transaction() {
        return isAlone() ? ALONE : IN_COMPANY;
    }

    /** Rests after an effort that took so long. */
    public void rest(Duration took) throws InterruptedException {
        if (!isAlone()) {
            Thread.sleep(Math.min(took.toMillis() * rests, REST_AT_MOST.toMillis()));
        }
    }
}
