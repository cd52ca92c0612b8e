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
        relay.flush(PATIENCE);
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
