package dev.colophon.embedding.vector.follow;

import dev.colophon.embedding.loop.BackgroundLoop;
import dev.colophon.embedding.vector.ChangedChunks;
import dev.colophon.embedding.vector.IndexPosition;
import dev.colophon.embedding.vector.VectorChange;
import dev.colophon.embedding.vector.VectorProjection;
import dev.colophon.embedding.vector.VectorsStored;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import reactor.core.publisher.Mono;

/**
 * Keeps the index equal to the database, a moment behind. Follows what every instance stores in the order of commits; an
 * index that starts anew follows from the beginning. Where instances share an index, they take turns. Whatever goes wrong, it
 * goes on from the last commit.
 */
final class IndexFollower implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(IndexFollower.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final VectorStore store;
    private final VectorProjection index;
    private final IndexProperties settings;
    private final BackgroundLoop loop = new BackgroundLoop("vector-index");
    private long refreshedAt = System.nanoTime();
    private long committedAt = System.nanoTime();
    private volatile long caughtUpAt = System.nanoTime();
    private boolean unseen;
    private boolean uncommitted;

    IndexFollower(VectorStore store, VectorProjection index, IndexProperties settings, MeterRegistry meters) {
        this.store = store;
        this.index = index;
        this.settings = settings;
        IndexMeter.CHUNKS.gauge(meters, index, VectorProjection::size, index.type());
        IndexMeter.BEHIND.gauge(meters, this, IndexFollower::secondsBehind, index.type());
    }

    @EventListener
    void on(VectorsStored stored) {
        loop.wake();
    }

    @Override
    public void start() {
        loop.start(this::run);
    }

    @Override
    public void stop() {
        loop.stop(PATIENCE);
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    /** How long ago searches missed nothing that was committed. */
    private double secondsBehind() {
        return (System.nanoTime() - caughtUpAt) / 1e9;
    }

    /** From where to where changes are looked for; between the same two there are the same. */
    private record Sight(IndexPosition from, long horizon) {}

    private void run() {
        boolean failed = false;
        while (loop.isRunning()) {
            try {
                if (failed) {
                    index.reopen();
                }
                follow();
            } catch (RuntimeException e) {
                log.warn("search index stopped following and goes on from its last commit: {}", e.toString());
                failed = true;
                loop.pause(AFTER_FAILURE);
            }
        }
    }

    private void follow() {
        resume();
        Sight nothingBeyond = null;
        while (loop.isRunning()) {
            IndexPosition position = index.position();
            long horizon = there(store.horizon());
            Sight sight = new Sight(position, horizon);
            List<VectorChange> changes =
                    sight.equals(nothingBeyond) ? List.of() : there(store.changes(position, horizon, settings.batch()));
            nothingBeyond = changes.isEmpty() ? sight : null;
            boolean applied = changes.isEmpty() || apply(ChangedChunks.runs(position, changes));
            boolean caughtUp = applied && changes.size() < settings.batch();
            if (caughtUp) {
                index.reached(horizon);
                caughtUpAt = System.nanoTime();
            }
            settle(caughtUp || !applied);
        }
        index.commit();
    }

    private void resume() {
        index.resume(there(store.source()));
        if (!there(store.knows(index.position()))) {
            index.clear();
        }
        IndexPosition position = index.position();
        log.info("search index holds {} chunks and follows from {}", index.size(), position.transaction());
    }

    /** False where another instance is at it. */
    private boolean apply(List<ChangedChunks> runs) {
        for (ChangedChunks changed : runs) {
            if (!index.apply(changed, store.chunks(changed.clientId(), changed.chunkIds()))) {
                return false;
            }
            unseen = true;
            uncommitted = true;
        }
        return true;
    }

    /** Makes changes visible and durable at their own pace; waits where there is nothing to follow. */
    private void settle(boolean caughtUp) {
        Duration sinceRefresh = Duration.ofNanos(System.nanoTime() - refreshedAt);
        if (sinceRefresh.compareTo(settings.refreshEvery()) >= 0) {
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
            loop.pause(soon ? untilRefresh : settings.pollEvery());
        }
    }

    private static <T> T there(Mono<T> answer) {
        T value = answer.block(PATIENCE);
        if (value == null) {
            throw new IllegalStateException("the database gave no answer");
        }
        return value;
    }
}
