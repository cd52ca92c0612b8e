package dev.colophon.messaging.outbox;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/** Empties the outbox when listeners, workers and the last requests have ended, before the process does. */
final class OutboxFlush implements SmartLifecycle {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final OutboxRelay relay;
    private volatile boolean running;

    OutboxFlush(OutboxRelay relay) {
        this.relay = relay;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        Thread flushing = new Thread(() -> relay.flush(PATIENCE), "outbox-flush");
        flushing.setDaemon(true);
        flushing.start();
        try {
            // a producer waits a minute for a broker that is away
            flushing.join(PATIENCE.plusSeconds(1).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        flushing.interrupt();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops after the web server has drained, which is at {@code DEFAULT_PHASE - 2048}. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 3_000;
    }
}
