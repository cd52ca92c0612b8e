package dev.colophon.embedding.work;

import dev.colophon.ai.account.Integration;
import dev.colophon.ai.spend.BudgetExceededException.Numbers;
import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.embedding.space.SpaceAccounts;
import dev.colophon.embedding.vector.VectorsStored;
import dev.colophon.embedding.work.Outcome.Pause;
import dev.colophon.messaging.Traces;
import dev.colophon.persistence.work.ReplayContext;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Embeds batches at clients' accounts and records what became of them. A batch is of one client, project, space and cause:
 * the project pays, or the replay that caused it out of what was set aside for it. Its lease is prolonged for as long as the
 * provider takes.
 */
final class RemoteBatches {

    private static final Logger log = LoggerFactory.getLogger(RemoteBatches.class);

    /** Chunks that are asked for together. */
    record Batch(UUID clientId, UUID projectId, ServedSpace target, List<PendingChunk> chunks) {

        WorkItem first() {
            return chunks.get(0).work();
        }

        String queue() {
            return first().queue();
        }
    }

    /** A batch that was recorded. */
    record Done(List<Outcome> outcomes, Duration took) {}

    private record Kind(
            UUID clientId,
            UUID projectId,
            ServedSpace target,
            String queue,
            @Nullable UUID replayId) {}

    private final SpaceAccounts accounts;
    private final OutcomeRecorder recorder;
    private final WorkQueue queue;
    private final InFlight inFlight;
    private final Pauses pauses;
    private final SpentReplays replays;
    private final WorkMetrics metrics;
    private final WorkProperties settings;
    private final ApplicationEventPublisher within;
    private final Traces traces;
    private final AnsweredBatch answered;

    RemoteBatches(
            SpaceAccounts accounts,
            OutcomeRecorder recorder,
            WorkQueue queue,
            InFlight inFlight,
            Pauses pauses,
            SpentReplays replays,
            WorkMetrics metrics,
            WorkProperties settings,
            ApplicationEventPublisher within,
            Traces traces) {
        this.accounts = accounts;
        this.recorder = recorder;
        this.queue = queue;
        this.inFlight = inFlight;
        this.pauses = pauses;
        this.replays = replays;
        this.metrics = metrics;
        this.settings = settings;
        this.within = within;
        this.traces = traces;
        this.answered = new AnsweredBatch(settings.pause(), settings.longPause());
    }

    static List<Batch> of(List<PendingChunk> chunks) {
        return chunks.stream()
                .collect(Collectors.groupingBy(chunk -> new Kind(
                        chunk.clientId(),
                        chunk.projectId(),
                        chunk.target(),
                        chunk.work().queue(),
                        chunk.work().replayId())))
                .entrySet()
                .stream()
                .map(entry -> new Batch(
                        entry.getKey().clientId(),
                        entry.getKey().projectId(),
                        entry.getKey().target(),
                        entry.getValue()))
                .toList();
    }

    /** In the trace of what was asked for first. */
    Mono<Done> send(Batch batch) {
        Mono<Done> whole = Mono.using(() -> keepLease(batch), lease -> embedded(batch), Disposable::dispose)
                .doOnNext(done -> within.publishEvent(new VectorsStored()))
                .doFinally(end -> inFlight.leave(batch.chunks()));
        return traces.inSpan("embedding batch", batch.first().traceparent(), whole)
                .contextWrite(ReplayContext.of(batch.first()));
    }

    private Mono<Done> embedded(Batch batch) {
        long started = System.nanoTime();
        return outcomes(batch).flatMap(outcomes -> {
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            return paused(batch, outcomes).then(recorder.record(outcomes, took)).thenReturn(new Done(outcomes, took));
        });
    }

    private Mono<List<Outcome>> outcomes(Batch batch) {
        List<PendingChunk> asked = EqualTexts.unknown(batch.chunks());
        if (asked.isEmpty()) {
            return Mono.fromSupplier(() -> answered.ofKnown(batch.chunks()));
        }
        List<Integration> serving = accounts.serving(batch.clientId(), batch.target());
        if (serving.isEmpty()) {
            return Mono.fromSupplier(() -> answered.waiting(batch.chunks(), Pause.NO_INTEGRATION));
        }
        return accounts.embed(
                        batch.clientId(),
                        batch.projectId(),
                        serving,
                        asked.stream().map(PendingChunk::text).toList())
                .map(answer -> answered.of(batch.chunks(), asked, answer));
    }

    /** Keeps the lease. Of what was lost all the same, the recorder finds out. */
    private Disposable keepLease(Batch batch) {
        List<WorkItem> work = batch.chunks().stream().map(PendingChunk::work).toList();
        return Flux.interval(settings.lease().dividedBy(3))
                .onBackpressureDrop()
                .concatMap(turn -> queue.extend(work, settings.lease()).onErrorResume(error -> Mono.empty()))
                .subscribe();
    }

    /**
     * What one batch was told holds for the client's others, too; but a replay whose money is used up is held by itself,
     * which is none of live work's concern.
     */
    private Mono<Void> paused(Batch batch, List<Outcome> outcomes) {
        Optional<Outcome.Postponed> first = outcomes.stream()
                .filter(Outcome.Postponed.class::isInstance)
                .map(Outcome.Postponed.class::cast)
                .findFirst();
        UUID replayId = batch.first().replayId();
        Numbers limit = first.map(Outcome.Postponed::limit).orElse(null);
        if (replayId != null && limit != null) {
            return replays.hold(replayId, limit);
        }
        first.ifPresent(postponed -> pause(batch, postponed));
        return Mono.empty();
    }

    private void pause(Batch batch, Outcome.Postponed postponed) {
        if (pauses.pause(batch.queue(), batch.clientId(), postponed.pause())) {
            metrics.paused(postponed.cause());
            log.info(
                    "client {}: work at {} pauses for {} s: {}",
                    batch.clientId(),
                    batch.target().model(),
                    postponed.pause().toSeconds(),
                    postponed.cause());
        }
    }
}
