package dev.colophon.messaging.deadletter;

import dev.colophon.persistence.work.LeaseLostException;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;

/**
 * Tries queued dead letters again, when each is due, on a thread of its own. A letter that fails again waits for an
 * operator, so that none goes round in circles.
 */
final class RedriveWorker implements SmartLifecycle {

    static final String QUEUE = "redrive";

    private static final Logger log = LoggerFactory.getLogger(RedriveWorker.class);
    private static final int AT_ONCE = 50;
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WorkQueue queue;
    private final DeadLetterStore store;
    private final LetterBox box;
    private final Redriver redriver;
    private final Duration poll;
    private volatile @Nullable Thread thread;

    RedriveWorker(WorkQueue queue, DeadLetterStore store, LetterBox box, Redriver redriver, Duration poll) {
        this.queue = queue;
        this.store = store;
        this.box = box;
        this.redriver = redriver;
        this.poll = poll;
    }

    @Override
    public void start() {
        Thread started = new Thread(this::work, "redrive");
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    /** What is in hand is finished, the rest is given back. */
    @Override
    public void stop() {
        Thread stopping = thread;
        thread = null;
        if (stopping != null) {
            try {
                stopping.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            stopping.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void work() {
        while (isRunning()) {
            try {
                if (!redriveSome()) {
                    TimeUnit.MILLISECONDS.sleep(poll.toMillis());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.warn("dead letters have to wait: {}", e.toString());
                pause();
            }
        }
    }

    private boolean redriveSome() {
        List<WorkItem> claimed =
                queue.claim(QUEUE, AT_ONCE, LEASE).blockOptional().orElse(List.of());
        if (claimed.isEmpty()) {
            return false;
        }
        List<WorkItem> left = new ArrayList<>(claimed);
        try {
            Map<UUID, DeadLetter> letters = letters(claimed);
            Map<UUID, ConsumerRecord<String, byte[]>> records = box.read(letters.values());
            for (WorkItem item : claimed) {
                if (!isRunning()) {
                    break;
                }
                redrive(item, letters.get(item.subjectId()), records.get(item.subjectId()));
                left.remove(item);
            }
            giveBack(left, Duration.ZERO);
            return true;
        } catch (RuntimeException e) {
            giveBack(left, LATER);
            throw e;
        }
    }

    private Map<UUID, DeadLetter> letters(List<WorkItem> claimed) {
        List<UUID> ids = claimed.stream().map(WorkItem::subjectId).toList();
        return store
                .page(
                        new DeadLetterFilter(ids, null, null, null, DeadLetterState.QUEUED, null, null),
                        ids.size(),
                        null,
                        null)
                .blockOptional()
                .orElse(List.of())
                .stream()
                .collect(Collectors.toMap(DeadLetter::id, Function.identity()));
    }

    private void redrive(WorkItem item, @Nullable DeadLetter letter, @Nullable ConsumerRecord<String, byte[]> record) {
        if (letter == null) {
            finish(item, Mono.empty());
        } else if (record == null) {
            store.remove(List.of(letter.id())).block();
            finish(item, Mono.empty());
        } else {
            RuntimeException failure = redriver.redrive(letter, record, Mended.NOTHING);
            finish(
                    item,
                    failure == null
                            ? store.redriven(letter.id())
                            : store.failedAgain(
                                    letter.id(), failure.getClass().getName(), String.valueOf(failure.getMessage())));
        }
    }

    private void finish(WorkItem item, Mono<Void> change) {
        try {
            store.inTransaction(queue.complete(List.of(item)).then(change)).block();
        } catch (LeaseLostException e) {
            log.info("dead letter {} was taken over", item.subjectId());
        }
    }

    private void giveBack(List<WorkItem> left, Duration pause) {
        if (!left.isEmpty()) {
            try {
                queue.postpone(left, pause).block(PATIENCE);
            } catch (RuntimeException e) {
                log.debug("dead letters have to wait for their lease: {}", e.toString());
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(poll.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
