package dev.colophon.embedding.work;

import dev.colophon.embedding.chunk.ChunksPending;
import dev.colophon.embedding.loop.BackgroundLoop;
import dev.colophon.embedding.space.SpaceAccounts;
import dev.colophon.embedding.work.BatchSize.Bounds;
import dev.colophon.embedding.work.RemoteBatches.Batch;
import dev.colophon.persistence.work.WorkInHand;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import reactor.core.publisher.Mono;

/**
 * Has embedded what is due at the clients' own accounts: batches of several clients at once, so that nobody waits for the
 * provider of another. A client whose provider is slow gets no more than half of what is under way.
 */
final class RemoteWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RemoteWorker.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    private static final long TOKENS_PER_CHUNK = 256;

    private final LaneClaims claims;
    private final PendingChunkStore chunks;
    private final RemoteBatches batches;
    private final AsideWork aside;
    private final SpaceAccounts accounts;
    private final WorkProperties settings;
    private final WorkMetrics metrics;
    private final BatchSize batchSize;
    private final Clock clock;
    private final Map<UUID, Integer> underWay = new ConcurrentHashMap<>();
    private final WorkInHand inHand;
    private final BackgroundLoop loop = new BackgroundLoop("embedding-remote-worker");

    RemoteWorker(
            WorkQueue queue,
            LaneClaims claims,
            PendingChunkStore chunks,
            RemoteBatches batches,
            AsideWork aside,
            SpaceAccounts accounts,
            WorkProperties settings,
            WorkMetrics metrics,
            BatchSize batchSize,
            Clock clock) {
        this.inHand = new WorkInHand(queue);
        this.claims = claims;
        this.chunks = chunks;
        this.batches = batches;
        this.aside = aside;
        this.accounts = accounts;
        this.settings = settings;
        this.metrics = metrics;
        this.batchSize = batchSize;
        this.clock = clock;
    }

    @EventListener
    void on(ChunksPending told) {
        loop.wake();
    }

    @Override
    public void start() {
        loop.start(this::run);
    }

    /** What is under way gets a moment to end; the rest is given back. */
    @Override
    public void stop() {
        loop.stop(AFTER_FAILURE);
        inHand.giveBack(STOP_PATIENCE);
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    private void run() {
        while (loop.isRunning()) {
            try {
                if (!work()) {
                    loop.pause(settings.pollEvery());
                }
            } catch (RuntimeException e) {
                log.warn("work on embeddings at clients' accounts pauses: {}", e.toString());
                loop.pause(AFTER_FAILURE);
            }
        }
    }

    /** Whether there was something to do. */
    private boolean work() {
        accounts.areKnown().block(PATIENCE);
        int free = settings.remoteChunks()
                - underWay.values().stream().mapToInt(Integer::intValue).sum();
        int most = Math.min(free, batchSize.chunks());
        if (most < settings.minBatch()) {
            return false;
        }
        Bounds bounds = new Bounds(most, most * TOKENS_PER_CHUNK);
        metrics.allowed(bounds);
        ClaimedBatch batch = claims.next(bounds, settings.lease(), busy())
                .doOnNext(claimed -> metrics.claimed(claimed, clock.instant()))
                .flatMap(claimed -> claimed.isEmpty() ? Mono.empty() : chunks.load(claimed))
                .doOnNext(loaded -> claims.leave(loaded.held()))
                .block(PATIENCE);
        if (batch == null || batch.isEmpty()) {
            return false;
        }
        RemoteBatches.of(batch.pending()).forEach(this::send);
        aside.put(batch).block(PATIENCE);
        return true;
    }

    private Set<UUID> busy() {
        int most = Math.max(1, settings.remoteChunks() / 2);
        return underWay.entrySet().stream()
                .filter(entry -> entry.getValue() >= most)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private void send(Batch batch) {
        count(batch, batch.chunks().size());
        List<WorkItem> work = batch.chunks().stream().map(PendingChunk::work).toList();
        inHand.took(work);
        batches.send(batch)
                .doFinally(end -> {
                    inHand.ended(work);
                    count(batch, -batch.chunks().size());
                    loop.wake();
                })
                .subscribe(
                        outcomes -> observe(batch, outcomes),
                        error -> log.warn(
                                "a batch of client {} was not stored and is due again after its lease: {}",
                                batch.clientId(),
                                error.toString()));
    }

    private void observe(Batch batch, RemoteBatches.Done done) {
        metrics.batch(done.outcomes(), done.took());
        log.debug(
                "client {}: {} chunks in {} ms",
                batch.clientId(),
                done.outcomes().size(),
                done.took().toMillis());
    }

    private void count(Batch batch, int more) {
        underWay.merge(batch.clientId(), more, (a, b) -> a + b == 0 ? null : a + b);
    }
}
