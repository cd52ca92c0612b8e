package dev.colophon.embedding.work;

import dev.colophon.embedding.chunk.ChunksPending;
import dev.colophon.embedding.loop.BackgroundLoop;
import dev.colophon.embedding.vector.VectorsStored;
import dev.colophon.embedding.work.BatchSize.Bounds;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import reactor.core.publisher.Mono;

/**
 * Embeds what is due, with the model that runs here. While one batch is computed the next is claimed and read, and the one
 * before is stored, so that the processors never wait for the database. Several instances may work at once; a batch that is
 * lost in a crash is due again when its lease has passed.
 */
final class EmbeddingWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EmbeddingWorker.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private final WorkQueue queue;
    private final LaneClaims claims;
    private final PendingChunkStore chunks;
    private final BatchEmbedding embedding;
    private final OutcomeRecorder recorder;
    private final AsideWork aside;
    private final InFlight inFlight;
    private final WorkProperties settings;
    private final WorkMetrics metrics;
    private final BatchSize batchSize;
    private final ApplicationEventPublisher within;
    private final Clock clock;
    private final BackgroundLoop loop = new BackgroundLoop("embedding-worker");
    private CompletableFuture<?> storing = CompletableFuture.completedFuture(0);

    EmbeddingWorker(
            WorkQueue queue,
            LaneClaims claims,
            PendingChunkStore chunks,
            BatchEmbedding embedding,
            OutcomeRecorder recorder,
            AsideWork aside,
            InFlight inFlight,
            WorkProperties settings,
            WorkMetrics metrics,
            BatchSize batchSize,
            ApplicationEventPublisher within,
            Clock clock) {
        this.queue = queue;
        this.claims = claims;
        this.chunks = chunks;
        this.embedding = embedding;
        this.recorder = recorder;
        this.aside = aside;
        this.inFlight = inFlight;
        this.settings = settings;
        this.metrics = metrics;
        this.batchSize = batchSize;
        this.within = within;
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

    /** Ends after the batch that is being computed; what was claimed beyond it is due again when its lease passes. */
    @Override
    public void stop() {
        loop.stop(settings.lease());
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    private void run() {
        while (loop.isRunning()) {
            try {
                work();
            } catch (RuntimeException e) {
                log.warn("work on embeddings pauses: {}", e.toString());
                loop.pause(AFTER_FAILURE);
            }
        }
        storing.exceptionally(e -> null).join();
    }

    private void work() {
        CompletableFuture<ClaimedBatch> next = claim();
        while (loop.isRunning()) {
            ClaimedBatch batch = next.join();
            if (batch.isEmpty()) {
                loop.pause(settings.pollEvery());
                next = claim();
                continue;
            }
            next = claim();
            embed(batch);
        }
        giveBack(next.join());
    }

    private CompletableFuture<ClaimedBatch> claim() {
        Bounds bounds = batchSize.next();
        metrics.allowed(bounds);
        return claims.next(bounds, settings.lease(), Set.of())
                .doOnNext(claimed -> metrics.claimed(claimed, clock.instant()))
                .flatMap(claimed -> claimed.isEmpty() ? Mono.empty() : chunks.load(claimed))
                .doOnNext(loaded -> claims.leave(loaded.held()))
                .defaultIfEmpty(ClaimedBatch.NONE)
                .toFuture();
    }

    private void embed(ClaimedBatch batch) {
        try {
            long started = System.nanoTime();
            List<Outcome> outcomes = embedding.embed(batch.pending());
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            if (!outcomes.isEmpty()) {
                metrics.batch(outcomes, took);
                observeSpeed(batch.pending(), took);
            }
            log.debug("embedded {} chunks in {} ms", outcomes.size(), took.toMillis());
            storing.exceptionally(e -> null).join();
            storing = store(batch, outcomes, took);
        } catch (RuntimeException e) {
            inFlight.leave(batch.pending());
            throw e;
        }
    }

    private void observeSpeed(List<PendingChunk> embedded, Duration took) {
        List<PendingChunk> computed = EqualTexts.unknown(embedded);
        long tokens = computed.stream().mapToLong(PendingChunk::tokens).sum();
        batchSize.took(computed.size(), tokens, took);
    }

    private CompletableFuture<Integer> store(ClaimedBatch batch, List<Outcome> outcomes, Duration took) {
        return recorder.record(outcomes, took)
                .flatMap(completed -> aside.put(batch).thenReturn(completed))
                .doOnNext(completed -> within.publishEvent(new VectorsStored()))
                .doOnError(e -> log.warn("a batch was not stored and is due again after its lease: {}", e.toString()))
                .doFinally(end -> inFlight.leave(batch.pending()))
                .toFuture();
    }

    private void giveBack(ClaimedBatch batch) {
        inFlight.leave(batch.pending());
        List<WorkItem> work = batch.pending().stream().map(PendingChunk::work).toList();
        if (!work.isEmpty()) {
            queue.postpone(work, Duration.ZERO).block(AFTER_FAILURE);
        }
    }
}
