package dev.colophon.metadata.generation;

import dev.colophon.ai.spend.BudgetExceededException;
import dev.colophon.events.ClientId;
import dev.colophon.events.metadata.MetadataFailed;
import dev.colophon.events.metadata.MetadataGenerated;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.Traces;
import dev.colophon.metadata.content.DigestStore;
import dev.colophon.metadata.content.ProjectContent;
import dev.colophon.metadata.draft.DraftFailedException;
import dev.colophon.metadata.draft.DraftWriter;
import dev.colophon.metadata.draft.Wish;
import dev.colophon.metadata.draft.WrittenDraft;
import dev.colophon.metadata.project.ProjectMeta;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.LeaseLostException;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Answers one request. Models are asked outside any transaction; the result, the event that tells of it, what it used
 * and the end of the work are one transaction, which a worker that lost its lease cannot commit. A worker that dies
 * leaves nothing but work to be done again.
 *
 * <p>A replay's run that has nothing left to do ends without a model; one whose models give no answer leaves the metadata
 * that there is, rather than put what is made here in its place.
 */
@Component
class GenerationWorker {

    private static final Logger LOG = LoggerFactory.getLogger(GenerationWorker.class);
    private static final String NOTHING_TO_GO_BY =
            "there is nothing but a name to go by; give the project a description, content or items";

    private record Prepared(GenerationRun run, ProjectContent content) {}

    private final ClientTransactions transactions;
    private final GenerationStore store;
    private final RegenerationStore regenerations;
    private final DigestStore digests;
    private final DraftWriter drafts;
    private final RunEnds ends;
    private final ReplaySetbacks setbacks;
    private final WorkQueue queue;
    private final Traces traces;
    private final GenerationMetrics metrics;
    private final GenerationProperties settings;
    private final Clock clock;

    GenerationWorker(
            ClientTransactions transactions,
            GenerationStore store,
            RegenerationStore regenerations,
            DigestStore digests,
            DraftWriter drafts,
            RunEnds ends,
            ReplaySetbacks setbacks,
            WorkQueue queue,
            Traces traces,
            GenerationMetrics metrics,
            GenerationProperties settings,
            Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.regenerations = regenerations;
        this.digests = digests;
        this.drafts = drafts;
        this.ends = ends;
        this.setbacks = setbacks;
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
        UUID replayId = work.replayId();
        Mono<GenerationRun> begun = replayId == null
                ? store.begin(work.clientId(), work.subjectId())
                : regenerations.begin(work.clientId(), work.subjectId(), replayId);
        return begun.flatMap(
                run -> digests.read(run.projectId(), run.text()).map(content -> new Prepared(run, content)));
    }

    private Mono<Void> answer(WorkItem work, Prepared prepared) {
        GenerationRun run = prepared.run();
        ProjectContent content = prepared.content();
        if (!content.saysSomething()) {
            return run.asked()
                    ? fail(work, run, "no_content", NOTHING_TO_GO_BY, List.of())
                    : ends.done(work, run, nothingDone(run), List.of(), List.of());
        }
        return drafts.author(new ClientId(run.clientId()))
                .flatMap(author -> run.isDone(content, author)
                        ? ends.done(work, run, regenerations.rested(run), List.of(), List.of())
                        : write(work, run, content, run.wantsAnew(content, author)))
                .onErrorResume(error -> !(error instanceof LeaseLostException), error -> breakOff(work, run, error));
    }

    private Mono<Boolean> nothingDone(GenerationRun run) {
        return run.replay() == null ? store.nothingToSay(run) : regenerations.rested(run);
    }

    private Mono<Void> write(WorkItem work, GenerationRun run, ProjectContent content, boolean anew) {
        long start = clock.millis();
        Wish wish = new Wish(anew, run.replay() != null);
        return drafts.write(new ClientId(run.clientId()), run.projectId(), content, wish)
                .flatMap(written -> succeed(work, run, content, written, start));
    }

    private Mono<Void> succeed(
            WorkItem work, GenerationRun run, ProjectContent content, WrittenDraft written, long start) {
        ProjectMeta meta = new ProjectMeta(
                written.draft().tags(),
                written.draft().summary(),
                written.draft().difficulty(),
                written.quality(),
                written.model(),
                written.author().promptVersion(),
                now(),
                run.requestId());
        return ends.done(
                        work,
                        run,
                        store.generated(run, meta, written.author().askedOf(), content.revision()),
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
        Optional<BudgetExceededException.Numbers> overBudget =
                error instanceof DraftFailedException failed ? failed.overBudget() : Optional.empty();
        GenerationRun.Replayed replay = run.replay();
        if (replay != null && overBudget.isPresent()) {
            return setbacks.overBudget(work, run, replay.id(), overBudget.get(), usage);
        }
        LOG.warn(
                "metadata of project {} of client {} broke off, attempt {}",
                run.projectId(),
                run.clientId(),
                work.attempts() + 1,
                error);
        if (replay != null) {
            return setbacks.brokeOff(work, run, shortly(error), usage);
        }
        if (overBudget.isPresent()) {
            return fail(work, run, "budget_exceeded", String.valueOf(error.getMessage()), usage);
        }
        if (work.attempts() + 1 >= settings.attempts()) {
            return fail(work, run, "error", "generation broke off " + settings.attempts() + " times", usage);
        }
        Duration backoff = settings.backoff().multipliedBy(1L << work.attempts());
        return ends.putOff(
                work,
                run,
                store.back(run).thenReturn(false),
                List.of(),
                usage,
                queue.retry(work, backoff, error.getClass().getSimpleName()));
    }

    /** For the operator; only what drafts fail of says nothing that a client wrote. */
    private static String shortly(Throwable error) {
        return error instanceof DraftFailedException
                ? String.valueOf(error.getMessage())
                : error.getClass().getSimpleName();
    }

    private Mono<Void> fail(
            WorkItem work, GenerationRun run, String reason, String detail, List<AiUsageObserved> usage) {
        MetadataFailed failed = new MetadataFailed(
                new ClientId(run.clientId()), run.projectId(), run.requestId(), reason, detail, now());
        return ends.done(work, run, store.failed(run, reason, detail), List.of(failed), usage)
                .doOnSuccess(done -> {
                    metrics.failed(reason);
                    LOG.info("metadata of project {} of client {} failed: {}", run.projectId(), run.clientId(), reason);
                });
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
