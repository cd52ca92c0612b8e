package dev.colophon.messaging.replay;

import java.time.Duration;

/** Finds how many events a transaction may hold so that it takes about as long as live traffic may have to wait for it. */
final class BatchSize {

    private static final int SMALLEST = 20;
    private static final int LARGEST = 5_000;

    private int events = 500;

    int events() {
        return events;
    }

    void took(int handled, Duration time, Duration wanted) {
        long millis = Math.max(1, time.toMillis());
        long target = wanted.toMillis();
        if (millis > target * 3 / 2) {
            events = Math.max(SMALLEST, (int) Math.min(events / 2, handled * target / millis));
        } else if (millis < target / 2 && handled >= events) {
            events = Math.min(LARGEST, events * 2);
        }
    }
}
