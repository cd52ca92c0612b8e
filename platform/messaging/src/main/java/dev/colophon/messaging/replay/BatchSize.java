package dev.colophon.messaging.replay;

import java.time.Duration;

/** Finds how many events a transaction may hold so that it takes about as long as live traffic may have to wait for it. */
final class BatchSize {

    private static final int SMALLEST = 20;
    private static final int LARGEST = 5_000;
    private static final long TARGET_MILLIS = 200;

    private int events = 500;

    int events() {
        return events;
    }

    void took(int handled, Duration time) {
        long millis = Math.max(1, time.toMillis());
        if (millis > TARGET_MILLIS * 3 / 2) {
            events = Math.max(SMALLEST, (int) Math.min(events / 2, handled * TARGET_MILLIS / millis));
        } else if (millis < TARGET_MILLIS / 2 && handled >= events) {
            events = Math.min(LARGEST, events * 2);
        }
    }
}
