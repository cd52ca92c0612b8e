package dev.colophon.messaging.topic;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Makes the topics before any listener starts, and waits for a broker that is not there yet. */
final class TopicsInitializer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TopicsInitializer.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final TopicAdmin topics;
    private volatile boolean running;

    TopicsInitializer(TopicAdmin topics) {
        this.topics = topics;
    }

    @Override
    public void start() {
        running = true;
        try {
            while (running && !created()) {
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean created() throws InterruptedException {
        try {
            topics.createAll();
            return true;
        } catch (ExecutionException | TimeoutException e) {
            log.warn("no broker yet, topics have to wait: {}", e.toString());
            return false;
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the web server, before the outbox relay and the listeners. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1_000;
    }
}
