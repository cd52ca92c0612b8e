package dev.colophon.messaging.inbox;

import java.util.concurrent.atomic.AtomicInteger;

/** Knows whether listeners have live events in hand, so that what can wait waits. */
public final class LiveTraffic {

    private final AtomicInteger batches = new AtomicInteger();

    LiveTraffic() {}

    /** Whether a listener of this instance is handling events that no replay caused. */
    public boolean isInHand() {
        return batches.get() > 0;
    }

    /** Runs {@code handling}, as live traffic where it is. */
    void during(boolean live, Runnable handling) {
        if (!live) {
            handling.run();
            return;
        }
        batches.incrementAndGet();
        try {
            handling.run();
        } finally {
            batches.decrementAndGet();
        }
    }
}
