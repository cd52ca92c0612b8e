package dev.colophon.embedding.work;

import dev.colophon.embedding.chunk.ChunkWork;
import dev.colophon.embedding.chunk.ChunksPending;
import dev.colophon.embedding.vector.VectorsStored;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import reactor.core.publisher.Mono;

/**
 * Embeds what is due. While one batch is computed the next is claimed and read, and the one before is stored, so that the
 * processors never wait for the database. Several instances may work at once; a batch that is lost in a crash is due again
 * when its lease has passed.
 */
final class EmbeddingWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(EmbeddingWorker.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);
    private static final long DEPTH_EVERY_NANOS = Duration.ofSeconds(5).toNanos();

    private final WorkQueue queue;
    private final PendingChunkStore chunks;
    private final BatchEmbedding embedding;
    private final OutcomeRecorder recorder;
    private final WorkProperties settings;
    private final WorkMetrics metrics;
    private final ApplicationEventPublisher within;
    private final BatchSize batchSize;
    private final Semaphore wakeUp = new Semaphore(0);
    private volatile boolean running;
    private volatile @Nullable Thread thread;
    private CompletableFuture<?> storing = CompletableFuture.completedFuture(0);
    private long depthAt;

    EmbeddingWorker(
            WorkQueue queue,
            PendingChunkStore chunks,
            BatchEmbedding embedding,
            OutcomeRecorder recorder,
            WorkProperties settings,
            WorkMetrics metrics,
            ApplicationEventPublisher within) {
        this.queue = queue;
        this.chunks = chunks;
        this.embedding = embedding;
        this.recorder = recorder;
        this.settings = settings;
        this.metrics = metrics;
        this.within = within;
        this.batchSize = new BatchSize(settings.minBatch(), settings.maxBatch(), settings.batchDuration());
    }

    @EventListener
    void on(ChunksPending told) {
        wakeUp.release();
    }

    @Override
    public void start() {
        running = true;
        Thread worker = new Thread(this::run, "embedding-worker");
        worker.setDaemon(true);
        thread = worker;
        worker.start();
    }

    /** Ends after the batch that is being computed; what was claimed beyond it is due again when its lease passes. */
    @Override
    public void stop() {
        running = false;
        wakeUp.release();
        Thread worker = thread;
        if (worker != null) {
            try {
                worker.join(settings.lease().toMillis());
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
        while (running) {
            try {
                work();
            } catch (RuntimeException e) {
                log.warn("work on embeddings pauses: {}", e.toString());
                pause(AFTER_FAILURE);
            }
        }
        storing.exceptionally(e -> null).join();
    }

    private void work() {
        CompletableFuture<ClaimedBatch> next = claim();
        while (running) {
            ClaimedBatch batch = next.join();
            if (batch.isEmpty()) {
                observeDepth();
                pause(settings.pollEvery());
                next = claim();
                continue;
            }
            next = claim();
            embed(batch);
        }
        giveBack(next.join());
    }

    private CompletableFuture<ClaimedBatch> claim() {
        return queue.claim(ChunkWork.QUEUE, batchSize.next(), settings.lease())
                .flatMap(claimed -> claimed.isEmpty() ? Mono.empty() : chunks.load(claimed))
                .defaultIfEmpty(ClaimedBatch.NONE)
                .toFuture();
    }

    private void embed(ClaimedBatch batch) {
        long started = System.nanoTime();
        List<Outcome> outcomes = embedding.embed(batch.pending());
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        batchSize.took(batch.pending().size(), took);
        metrics.batch(outcomes, took);
        log.debug("embedded {} chunks in {} ms", outcomes.size(), took.toMillis());
        storing.exceptionally(e -> null).join();
        storing = recorder.record(outcomes, batch.obsolete(), took)
                .doOnNext(completed -> within.publishEvent(new VectorsStored()))
                .doOnError(e -> log.warn("a batch was not stored and is due again after its lease: {}", e.toString()))
                .toFuture();
    }

    private void giveBack(ClaimedBatch batch) {
        List<WorkItem> work = batch.pending().stream().map(PendingChunk::work).toList();
        if (!work.isEmpty()) {
            queue.postpone(work, Duration.ZERO).block(AFTER_FAILURE);
        }
    }

    private void observeDepth() {
        if (System.nanoTime() - depthAt > DEPTH_EVERY_NANOS) {
            depthAt = System.nanoTime();
            queue.depth(ChunkWork.QUEUE).subscribe(metrics::pending, e -> log.debug("no depth", e));
        }
    }

    private void pause(Duration atMost) {
        try {
            if (wakeUp.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                wakeUp.drainPermits();
            }
        } catch (InterruptedException e) {
            running = false;
            Thread.currentThread().interrupt();
        }
    }
}
