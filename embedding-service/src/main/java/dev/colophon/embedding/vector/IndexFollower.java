package dev.colophon.embedding.vector;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

/**
 * Keeps this instance's index equal to the database, a moment behind. Follows what every instance stores in the order of
 * commits; an index that starts anew follows from the beginning. Whatever goes wrong, it goes on from the last commit.
 */
final class IndexFollower implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(IndexFollower.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final VectorStore store;
    private final LuceneVectorIndex index;
    private final IndexProperties settings;
    private final Semaphore wakeUp = new Semaphore(0);
    private volatile boolean running;
    private volatile @Nullable Thread thread;
    private long refreshedAt = System.nanoTime();
    private long committedAt = System.nanoTime();
    private boolean unseen;
    private boolean uncommitted;

    IndexFollower(VectorStore store, LuceneVectorIndex index, IndexProperties settings, MeterRegistry meters) {
        this.store = store;
        this.index = index;
        this.settings = settings;
        meters.gauge("colophon.embedding.index.chunks", index, LuceneVectorIndex::size);
    }

    @EventListener
    void on(VectorsStored stored) {
        wakeUp.release();
    }

    @Override
    public void start() {
        running = true;
        Thread follower = new Thread(this::run, "vector-index");
        follower.setDaemon(true);
        thread = follower;
        follower.start();
    }

    @Override
    public void stop() {
        running = false;
        wakeUp.release();
        Thread follower = thread;
        if (follower != null) {
            try {
                follower.join(PATIENCE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        boolean failed = false;
        while (running) {
            try {
                if (failed) {
                    index.reopen();
                }
                follow();
            } catch (RuntimeException e) {
                log.warn("search index stopped following and goes on from its last commit: {}", e.toString());
                failed = true;
                pause(AFTER_FAILURE);
            }
        }
    }

    private void follow() {
        IndexPosition position = resume();
        while (running) {
            List<VectorChange> changes =
                    store.changesAfter(position, settings.batch()).block(PATIENCE);
            if (changes != null && !changes.isEmpty()) {
                position = changes.get(changes.size() - 1).position();
                apply(changes, position);
            }
            boolean caughtUp = changes == null || changes.size() < settings.batch();
            settle(caughtUp);
        }
        index.commit();
    }

    private IndexPosition resume() {
        UUID source = store.source().block(PATIENCE);
        if (source == null) {
            throw new IllegalStateException("the database does not say which one it is");
        }
        IndexPosition position = index.resume(source);
        if (Boolean.FALSE.equals(store.knows(position).block(PATIENCE))) {
            index.clear();
            position = IndexPosition.START;
        }
        log.info("search index holds {} chunks and follows from {}", index.size(), position.transaction());
        return position;
    }

    private void apply(List<VectorChange> changes, IndexPosition upTo) {
        Map<UUID, List<UUID>> byClient = new LinkedHashMap<>();
        for (VectorChange change : changes) {
            byClient.computeIfAbsent(change.clientId(), client -> new ArrayList<>())
                    .add(change.chunkId());
        }
        List<UUID> touched = changes.stream().map(VectorChange::chunkId).toList();
        List<IndexedChunk> present = new ArrayList<>(changes.size());
        byClient.forEach((client, chunkIds) -> {
            List<IndexedChunk> chunks = store.chunks(client, chunkIds).block(PATIENCE);
            if (chunks != null) {
                present.addAll(chunks);
            }
        });
        index.apply(touched, present, upTo);
        unseen = true;
        uncommitted = true;
    }

    /** Makes changes visible and durable at their own pace; waits where there is nothing to follow. */
    private void settle(boolean caughtUp) {
        Duration sinceRefresh = Duration.ofNanos(System.nanoTime() - refreshedAt);
        if (unseen && sinceRefresh.compareTo(settings.refreshEvery()) >= 0) {
            index.refresh();
            unseen = false;
            refreshedAt = System.nanoTime();
        }
        if (uncommitted
                && System.nanoTime() - committedAt > settings.commitEvery().toNanos()) {
            index.commit();
            uncommitted = false;
            committedAt = System.nanoTime();
        }
        if (caughtUp) {
            Duration untilRefresh = settings.refreshEvery().minus(sinceRefresh);
            boolean soon = unseen && !untilRefresh.isNegative() && untilRefresh.compareTo(settings.pollEvery()) < 0;
            pause(soon ? untilRefresh : settings.pollEvery());
        }
    }

    private void pause(Duration atMost) {
        try {
            if (wakeUp.tryAcquire(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS)) {
                wakeUp.drainPermits();
            }
        } catch (InterruptedException e) {
            running = false;
            Thread.currentThread().interrupt();
        }
    }
}
