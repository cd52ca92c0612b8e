package dev.colophon.messaging;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/** Knows whether there is live work, events or requests, so that what can wait waits. */
public final class LiveTraffic {

    private static final long LATELY = Duration.ofSeconds(1).toNanos();

    private final AtomicInteger batches = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final LongSupplier nanos;
    private volatile long ended;

    /** @param nanos a clock that nobody sets */
    public LiveTraffic(LongSupplier nanos) {
        this.nanos = nanos;
        this.ended = nanos.getAsLong() - LATELY;
    }

    /** Whether a listener of this instance is handling events that no replay caused. */
    public boolean isInHand() {
        return batches.get() > 0;
    }

    /** Whether there are such events or requests now, or were within the last second. */
    public boolean isRecent() {
        return isInHand() || requests.get() > 0 || nanos.getAsLong() - ended < LATELY;
    }

    /** Runs {@code handling}, as live traffic where it is. */
    public void during(boolean live, Runnable handling) {
        if (!live) {
            handling.run();
            return;
        }
        batches.incrementAndGet();
        try {
            handling.run();
        } finally {
            over(batches);
        }
    }

    /** Answers a request that somebody waits for. */
    public <T> Mono<T> during(Mono<T> request) {
        return Mono.using(requests::incrementAndGet, number -> request, number -> over(requests));
    }

    private void over(AtomicInteger count) {
        ended = nanos.getAsLong();
        count.decrementAndGet();
    }
}
