package dev.colophon.persistence.work;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * What a worker has claimed and not ended yet, so that an instance that stops leaves nobody waiting for a lease to pass.
 * Thread-safe.
 */
public final class WorkInHand {

    private static final Logger log = LoggerFactory.getLogger(WorkInHand.class);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration GIVING_BACK = Duration.ofSeconds(3);

    private final WorkQueue queue;
    private final Map<UUID, WorkItem> inHand = new ConcurrentHashMap<>();

    public WorkInHand(WorkQueue queue) {
        this.queue = queue;
    }

    public void took(Collection<WorkItem> claimed) {
        claimed.forEach(work -> inHand.put(work.id(), work));
    }

    /** However it ended: completed, put off, given up or left to its lease. */
    public void ended(Collection<WorkItem> work) {
        work.forEach(one -> inHand.remove(one.id(), one));
    }

    public int count() {
        return inHand.size();
    }

    /**
     * Waits for what is in hand to end, and gives the rest back without an attempt spent: whoever still works on that has
     * lost the lease and stores nothing. Blocks.
     */
    public void giveBack(Duration patience) {
        Flux.interval(Duration.ZERO, LOOK)
                .takeUntil(tick -> inHand.isEmpty())
                .take(patience)
                .blockLast();
        List<WorkItem> left = List.copyOf(inHand.values());
        if (left.isEmpty()) {
            return;
        }
        try {
            queue.postpone(left, Duration.ZERO).block(GIVING_BACK);
            log.info("{} pieces of work are given back unfinished", left.size());
        } catch (RuntimeException e) {
            log.info("{} pieces of work are left to their leases: {}", left.size(), e.toString());
        }
    }
}
