package dev.colophon.embedding.work;

import dev.colophon.embedding.chunk.ChunksPending;
import dev.colophon.embedding.loop.BackgroundLoop;
import dev.colophon.embedding.vector.VectorsStored;
import dev.colophon.embedding.work.BatchSize.Bounds;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Embeds what is due, with the model that runs here. While one batch is computed the next is claimed, read and put in line
 * behind it, so that the processors wait neither for the database nor for the last text of a batch. Several instances may
 * work at once; a batch that is lost in a crash is due again when its lease has passed.
 */
final class EmbeddingWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EmbeddingWorker.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    /** One that is computed, and one that waits for it. */
    private static final int BATCHES_AT_ONCE = 2;

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
    private final Queue<CompletableFuture<?>> underWay = new ArrayDeque<>();
    private long lastEnd = System.nanoTime();

    /** What came of a batch, and how long the embedder was at it. */
    private record Embedded(List<Outcome> outcomes, Duration took) {}

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

    /** Ends after the batch that is being computed and the one in line behind it. */
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
        while (!underWay.isEmpty()) {
            endsWell(underWay.remove());
        }
    }

    private void work() {
        while (loop.isRunning()) {
            ClaimedBatch batch = claim().join();
            if (!loop.isRunning()) {
                giveBack(batch);
            } else if (batch.isEmpty()) {
                loop.pause(settings.pollEvery());
            } else {
                underWay.add(finish(batch));
                if (underWay.size() == BATCHES_AT_ONCE && !endsWell(underWay.remove())) {
                    loop.pause(AFTER_FAILURE);
                }
            }
        }
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

    /** Embeds and stores. */
    private CompletableFuture<Integer> finish(ClaimedBatch batch) {
        return Mono.fromCallable(() -> embed(batch))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(embedded -> recorder.record(embedded.outcomes(), embedded.took()))
                .flatMap(completed -> aside.put(batch).thenReturn(completed))
                .doOnNext(completed -> within.publishEvent(new VectorsStored()))
                .doOnError(e -> log.warn("a batch was not stored and is due again after its lease: {}", e.toString()))
                .doFinally(end -> inFlight.leave(batch.pending()))
                .toFuture();
    }

    private Embedded embed(ClaimedBatch batch) {
        long started = System.nanoTime();
        List<Outcome> outcomes = embedding.embed(batch.pending());
        Duration took = sinceTheLast(started);
        if (!outcomes.isEmpty()) {
            metrics.batch(outcomes, took);
            observeSpeed(batch.pending(), took);
        }
        log.debug("embedded {} chunks in {} ms", outcomes.size(), took.toMillis());
        return new Embedded(outcomes, took);
    }

    /** A batch that had to wait for the one before did not take longer for it. */
    private synchronized Duration sinceTheLast(long started) {
        long now = System.nanoTime();
        Duration took = Duration.ofNanos(now - (lastEnd - started > 0 ? lastEnd : started));
        lastEnd = now;
        return took;
    }

    private void observeSpeed(List<PendingChunk> embedded, Duration took) {
        List<PendingChunk> computed = EqualTexts.unknown(embedded);
        long tokens = computed.stream().mapToLong(PendingChunk::tokens).sum();
        batchSize.took(computed.size(), tokens, took);
    }

    /** Waits for it; what went wrong has been told. */
    private static boolean endsWell(CompletableFuture<?> batch) {
        return batch.handle((completed, failure) -> failure == null).join();
    }

    private void giveBack(ClaimedBatch batch) {
        inFlight.leave(batch.pending());
        List<WorkItem> work = batch.pending().stream().map(PendingChunk::work).toList();
        if (!work.isEmpty()) {
            queue.postpone(work, Duration.ZERO).block(AFTER_FAILURE);
        }
    }
}
