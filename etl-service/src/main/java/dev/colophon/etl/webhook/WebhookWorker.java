package dev.colophon.etl.webhook;

import dev.colophon.etl.source.DeliveryPrecedence;
import dev.colophon.persistence.work.WorkInHand;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Has deliveries read, a few at once on threads of their own, because a source may be asked for what it left out. */
@Component
class WebhookWorker implements SmartLifecycle {

    static final String QUEUE = "webhook";

    private static final Logger log = LoggerFactory.getLogger(WebhookWorker.class);

    private static final int AT_ONCE = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final WorkQueue queue;
    private final DeliveryReader reader;
    private final DeliveryPrecedence precedence;
    private final WebhookProperties settings;
    private final WorkInHand inHand;
    private final Semaphore work = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    WebhookWorker(WorkQueue queue, DeliveryReader reader, DeliveryPrecedence precedence, WebhookProperties settings) {
        this.queue = queue;
        this.inHand = new WorkInHand(queue);
        this.reader = reader;
        this.precedence = precedence;
        this.settings = settings;
    }

    @Override
    public synchronized void start() {
        running = true;
        for (int i = 1; i <= settings.workers(); i++) {
            Thread thread = new Thread(this::run, "webhook-" + i);
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            threads.add(thread);
            thread.start();
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        threads.forEach(Thread::interrupt);
        threads.clear();
        inHand.giveBack(PATIENCE);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Tells that there may be work. */
    void wake() {
        work.release(settings.workers());
    }

    private void run() {
        while (running) {
            try {
                if (!readSome() && work.tryAcquire(settings.pollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (running) {
                    log.warn("deliveries have to wait: {}", e.toString());
                    pause();
                }
            }
        }
    }

    private boolean readSome() throws InterruptedException {
        List<WorkItem> due =
                queue.claim(QUEUE, AT_ONCE, settings.lease()).blockOptional().orElse(List.of());
        if (due.isEmpty()) {
            return false;
        }
        long begun = System.nanoTime();
        inHand.took(due);
        try {
            for (List<WorkItem> together : groups(due)) {
                reader.read(together);
                inHand.ended(together);
            }
        } finally {
            if (running) {
                inHand.ended(due);
            }
        }
        precedence.restOfReader(Duration.ofNanos(System.nanoTime() - begun));
        return true;
    }

    /** What belongs into one transaction: the work of a client, for one replay or for none. */
    private static Collection<List<WorkItem>> groups(List<WorkItem> due) {
        return due.stream()
                .collect(Collectors.groupingBy(
                        item -> Arrays.asList(item.clientId(), item.replayId()),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values();
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(settings.pollInterval().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
