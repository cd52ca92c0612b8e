package dev.colophon.etl.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.messaging.Traces;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.secret.UnopenableSecretException;
import dev.colophon.persistence.work.LeaseLostException;
import dev.colophon.persistence.work.ReplayContext;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.web.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Runs a claimed run to its end, or to where it can be taken up again. What the remote or the network does wrong is tried
 * again with growing pauses; what trying again does not mend ends the run at once. Blocks.
 */
@Component
class RunExecutor {

    private static final Logger log = LoggerFactory.getLogger(RunExecutor.class);

    private final WorkQueue queue;
    private final ClientTransactions transactions;
    private final RunStore runs;
    private final SourceStore sources;
    private final RunLedger ledger;
    private final Connectors connectors;
    private final SourceCredentials credentials;
    private final RunMetrics metrics;
    private final DeliveryPrecedence deliveries;
    private final Traces traces;
    private final SyncProperties settings;

    RunExecutor(
            WorkQueue queue,
            ClientTransactions transactions,
            RunStore runs,
            SourceStore sources,
            RunLedger ledger,
            Connectors connectors,
            SourceCredentials credentials,
            RunMetrics metrics,
            DeliveryPrecedence deliveries,
            Traces traces,
            SyncProperties settings) {
        this.queue = queue;
        this.transactions = transactions;
        this.runs = runs;
        this.sources = sources;
        this.ledger = ledger;
        this.connectors = connectors;
        this.credentials = credentials;
        this.metrics = metrics;
        this.deliveries = deliveries;
        this.traces = traces;
        this.settings = settings;
    }

    /** How reading a source ended. */
    private sealed interface Outcome {

        record Done() implements Outcome {}

        record Failed(String error) implements Outcome {}

        record Again(String error, @Nullable Duration asked) implements Outcome {}
    }

    /** @throws InterruptedException where the service stops; the run is left for another instance */
    void execute(WorkItem work) throws InterruptedException {
        try {
            Source source = transactions
                    .inClient(work.clientId(), runs.find(work.subjectId()).flatMap(run -> sources.find(run.sourceId())))
                    .block();
            SourceRun begun = source == null ? null : begin(work, source);
            if (source == null || begun == null) {
                queue.complete(List.of(work)).block();
            } else {
                run(work, source, begun);
            }
        } catch (LeaseLostException e) {
            log.info("run {} was cancelled or is another instance's now", work.subjectId());
        }
    }

    private void run(WorkItem work, Source source, SourceRun begun) throws InterruptedException {
        metrics.started(source.type());
        try (Heartbeat heartbeat = Heartbeat.of(work, queue, settings)) {
            Outcome outcome = traced(work, source, begun, heartbeat);
            heartbeat.close(); // what follows is not to be interrupted
            settle(work, source, outcome);
        }
    }

    private @Nullable SourceRun begin(WorkItem work, Source source) {
        return transactions
                .inClient(work.clientId(), ledger.start(work, source))
                .block();
    }

    private Outcome traced(WorkItem work, Source source, SourceRun begun, Heartbeat heartbeat)
            throws InterruptedException {
        AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();
        AtomicReference<@Nullable InterruptedException> stopped = new AtomicReference<>();
        traces.inSpan("source sync", work.traceparent(), Mono.fromRunnable(() -> {
                    try {
                        outcome.set(read(work, source, begun, heartbeat));
                    } catch (InterruptedException e) {
                        stopped.set(e);
                    }
                }))
                .contextWrite(ReplayContext.of(work))
                .block();
        InterruptedException interrupted = stopped.get();
        Outcome read = outcome.get();
        if (interrupted != null || read == null) {
            throw interrupted == null ? new InterruptedException() : interrupted;
        }
        return read;
    }

    private Outcome read(WorkItem work, Source source, SourceRun begun, Heartbeat heartbeat)
            throws InterruptedException {
        ActiveRun run = null;
        try {
            run = new ActiveRun(
                    ledger,
                    transactions,
                    metrics,
                    deliveries,
                    work,
                    source,
                    begun,
                    connection(work, source),
                    settings.batchSize());
            connectors.require(source.type()).sync(run);
            return run.isFinished() ? new Outcome.Done() : new Outcome.Failed("the connector did not finish the run");
        } catch (IOException | InterruptedException | SourceFailure | RuntimeException e) {
            if (run != null && run.isFinished()) {
                return new Outcome.Done(); // what is left behind a finished run concerns nobody
            }
            heartbeat.rethrowIfLost();
            return judged(e);
        }
    }

    private static Outcome judged(Exception e) throws InterruptedException {
        if (e instanceof InterruptedException stopped) {
            throw stopped;
        }
        if (e instanceof LeaseLostException lost) {
            throw lost;
        }
        if (e.getCause() instanceof InterruptedException
                || Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (e instanceof SourceFailure failure) {
            return failure.retriable() ? new Outcome.Again(message, failure.retryAfter()) : new Outcome.Failed(message);
        }
        if (e instanceof ProblemException || e instanceof UnopenableSecretException) {
            return new Outcome.Failed(message);
        }
        if (e instanceof IOException) {
            return new Outcome.Again("the source cannot be read: " + message, null);
        }
        log.warn("a connector failed", e);
        return new Outcome.Again("the source cannot be read: " + e, null);
    }

    private Connection connection(WorkItem work, Source source) {
        String sealed = transactions
                .inClient(work.clientId(), sources.credentials(source.id()))
                .block();
        JsonNode opened = credentials.opened(source.id(), sealed);
        return new Connection(work.clientId(), source.projectId(), source.id(), source.config(), opened);
    }

    private void settle(WorkItem work, Source source, Outcome outcome) {
        SourceRun run;
        if (outcome instanceof Outcome.Failed failed) {
            run = transactions
                    .inClient(work.clientId(), ledger.fail(work, source, failed.error()))
                    .block();
        } else if (outcome instanceof Outcome.Again again) {
            run = transactions
                    .inClient(work.clientId(), ledger.retry(work, source, again.error(), again.asked()))
                    .block();
        } else {
            run = transactions
                    .inClient(work.clientId(), runs.find(work.subjectId()))
                    .block();
        }
        if (run != null && run.isOver()) {
            metrics.ended(source.type(), run);
        }
        log.info(
                "run {} of source {} of client {}: {}{}",
                work.subjectId(),
                source.id(),
                work.clientId(),
                run == null ? "gone" : run.status(),
                run == null || run.error() == null ? "" : ", " + run.error());
    }
}
