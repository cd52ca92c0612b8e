package dev.colophon.metadata.generation;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.metadata.MetadataFailed;
import dev.colophon.events.metadata.MetadataGenerated;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.Traces;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.messaging.outbox.OutgoingEvent;
import dev.colophon.metadata.content.DigestStore;
import dev.colophon.metadata.content.ProjectContent;
import dev.colophon.metadata.draft.DraftFailedException;
import dev.colophon.metadata.draft.DraftWriter;
import dev.colophon.metadata.draft.WrittenDraft;
import dev.colophon.metadata.project.ProjectMeta;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.LeaseLostException;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Answers one request. Models are asked outside any transaction; the result, the event that tells of it, what it used
 * and the end of the work are one transaction, which a worker that lost its lease cannot commit. A worker that dies
 * leaves nothing but work to be done again.
 */
@Component
class GenerationWorker {

    private static final Logger LOG = LoggerFactory.getLogger(GenerationWorker.class);
    private static final String NOTHING_TO_GO_BY =
            "there is nothing but a name to go by; give the project a description, content or items";

    private record Prepared(GenerationRun run, ProjectContent content) {}

    private final ClientTransactions transactions;
    private final GenerationStore store;
    private final DigestStore digests;
    private final DraftWriter drafts;
    private final Outbox outbox;
    private final WorkQueue queue;
    private final Traces traces;
    private final GenerationMetrics metrics;
    private final GenerationProperties settings;
    private final Clock clock;

    GenerationWorker(
            ClientTransactions transactions,
            GenerationStore store,
            DigestStore digests,
            DraftWriter drafts,
            Outbox outbox,
            WorkQueue queue,
            Traces traces,
            GenerationMetrics metrics,
            GenerationProperties settings,
            Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.digests = digests;
        this.drafts = drafts;
        this.outbox = outbox;
        this.queue = queue;
        this.traces = traces;
        this.metrics = metrics;
        this.settings = settings;
        this.clock = clock;
    }

    /** Completes when the request is answered or will be tried again. */
    Mono<Void> run(WorkItem work) {
        Mono<Void> whole = transactions
                .inClient(work.clientId(), prepare(work))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(prepared -> prepared.map(found -> answer(work, found))
                        .orElseGet(() -> transactions.inSystem(
                                queue.complete(List.of(work)).then())));
        return traces.inSpan("metadata generate", work.traceparent(), whole);
    }

    private Mono<Prepared> prepare(WorkItem work) {
        return store.begin(work.clientId(), work.subjectId())
                .flatMap(run -> digests.read(run.projectId(), run.text()).map(content -> new Prepared(run, content)));
    }

    private Mono<Void> answer(WorkItem work, Prepared prepared) {
        GenerationRun run = prepared.run();
        ProjectContent content = prepared.content();
        if (!content.saysSomething()) {
            return run.asked()
                    ? fail(work, run, "no_content", NOTHING_TO_GO_BY, List.of())
                    : end(work, run, store.nothingToSay(run), List.of(), List.of());
        }
        long start = clock.millis();
        return drafts.write(new ClientId(run.clientId()), run.projectId(), content, run.repeats(content))
                .flatMap(written -> succeed(work, run, content, written, start))
                .onErrorResume(error -> !(error instanceof LeaseLostException), error -> breakOff(work, run, error));
    }

    private Mono<Void> succeed(
            WorkItem work, GenerationRun run, ProjectContent content, WrittenDraft written, long start) {
        ProjectMeta meta = new ProjectMeta(
                written.draft().tags(),
                written.draft().summary(),
                written.draft().difficulty(),
                written.quality(),
                written.model(),
                written.promptVersion(),
                now(),
                run.requestId());
        return end(
                        work,
                        run,
                        store.generated(run, meta, content.revision()),
                        List.of(generated(run, meta)),
                        written.usage())
                .doOnSuccess(done -> {
                    metrics.generated(meta, content.length(), clock.millis() - start);
                    LOG.info(
                            "metadata of project {} of client {} generated by {}",
                            run.projectId(),
                            run.clientId(),
                            meta.modelUsed());
                });
    }

    private Mono<Void> breakOff(WorkItem work, GenerationRun run, Throwable error) {
        List<AiUsageObserved> usage = error instanceof DraftFailedException failed ? failed.usage() : List.of();
        LOG.warn(
                "metadata of project {} of client {} broke off, attempt {}",
                run.projectId(),
                run.clientId(),
                work.attempts() + 1,
                error);
        if (error instanceof DraftFailedException failed && failed.isOverBudget()) {
            return fail(work, run, "budget_exceeded", String.valueOf(failed.getMessage()), usage);
        }
        if (work.attempts() + 1 >= settings.attempts()) {
            return fail(work, run, "error", "generation broke off " + settings.attempts() + " times", usage);
        }
        return transactions.inClient(
                run.clientId(),
                store.back(run)
                        .then(tell(List.of(), usage))
                        .then(queue.retry(
                                work,
                                settings.backoff().multipliedBy(1L << work.attempts()),
                                error.getClass().getSimpleName())));
    }

    private Mono<Void> fail(
            WorkItem work, GenerationRun run, String reason, String detail, List<AiUsageObserved> usage) {
        MetadataFailed failed = new MetadataFailed(
                new ClientId(run.clientId()), run.projectId(), run.requestId(), reason, detail, now());
        return end(work, run, store.failed(run, reason, detail), List.of(failed), usage)
                .doOnSuccess(done -> {
                    metrics.failed(reason);
                    LOG.info("metadata of project {} of client {} failed: {}", run.projectId(), run.clientId(), reason);
                });
    }

    /** One transaction. What was used counts even where the project is gone by now; nothing else does then. */
    private Mono<Void> end(
            WorkItem work,
            GenerationRun run,
            Mono<Boolean> result,
            List<EventPayload> events,
            List<AiUsageObserved> usage) {
        Mono<Void> whole = queue.complete(List.of(work))
                .then(result.map(Optional::of).defaultIfEmpty(Optional.empty()))
                .flatMap(again -> tell(again.isPresent() ? events : List.of(), usage)
                        .then(again.orElse(false) ? oneMore(work) : Mono.empty()));
        return transactions.inClient(run.clientId(), whole);
    }

    private Mono<Void> oneMore(WorkItem work) {
        return queue.enqueue(
                List.of(WorkRequest.now(GenerationQueue.NAME, work.clientId(), work.subjectId(), work.traceparent())));
    }

    private Mono<Void> tell(List<EventPayload> events, List<AiUsageObserved> usage) {
        List<OutgoingEvent> outgoing = new ArrayList<>();
        events.forEach(event -> outgoing.add(OutgoingEvent.of(event)));
        usage.forEach(observed -> outgoing.add(new OutgoingEvent(observed.attemptId(), observed, null, null)));
        return outgoing.isEmpty() ? Mono.empty() : outbox.append(outgoing);
    }

    private static MetadataGenerated generated(GenerationRun run, ProjectMeta meta) {
        return new MetadataGenerated(
                new ClientId(run.clientId()),
                run.projectId(),
                run.requestId(),
                meta.aiGeneratedTags(),
                meta.contentSummary(),
                meta.difficultyLevel(),
                meta.qualityScore(),
                meta.modelUsed(),
                meta.promptVersion(),
                meta.generatedAt());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
