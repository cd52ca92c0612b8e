package dev.colophon.etl.source;

import dev.colophon.etl.git.RefusedRepositoryException;
import dev.colophon.messaging.Traces;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.LeaseLostException;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Takes up runs one after the other on a thread of its own: reading repositories blocks. A run that fails is tried again
 * with growing pauses; what cannot succeed fails at once.
 */
@Component
class SyncWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SyncWorker.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    private final WorkQueue queue;
    private final ClientTransactions transactions;
    private final SyncRunStore runs;
    private final SourceStore sources;
    private final SyncQueue syncs;
    private final GitSync git;
    private final Traces traces;
    private final SyncProperties settings;
    private volatile @Nullable Thread thread;

    SyncWorker(
            WorkQueue queue,
            ClientTransactions transactions,
            SyncRunStore runs,
            SourceStore sources,
            SyncQueue syncs,
            GitSync git,
            Traces traces,
            SyncProperties settings) {
        this.queue = queue;
        this.transactions = transactions;
        this.runs = runs;
        this.sources = sources;
        this.syncs = syncs;
        this.git = git;
        this.traces = traces;
        this.settings = settings;
    }

    @Override
    public void start() {
        Thread worker = new Thread(this::work, "source-sync");
        worker.setDaemon(true);
        thread = worker;
        worker.start();
    }

    @Override
    public void stop() {
        Thread worker = thread;
        thread = null;
        if (worker != null) {
            worker.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void work() {
        while (isRunning()) {
            try {
                if (!workOnce()) {
                    Thread.sleep(settings.pollInterval().toMillis());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (isRunning()) {
                    log.warn("runs have to wait: {}", e.toString());
                    pause();
                }
            }
        }
    }

    /** Whether there was something to do. */
    private boolean workOnce() {
        List<WorkItem> planned = claim(SyncQueue.SCHEDULE);
        planned.forEach(this::request);
        List<WorkItem> due = claim(SyncQueue.RUNS);
        due.forEach(this::run);
        return !planned.isEmpty() || !due.isEmpty();
    }

    private List<WorkItem> claim(String name) {
        return queue.claim(name, 1, settings.lease()).blockOptional().orElse(List.of());
    }

    private void request(WorkItem planned) {
        transactions
                .inClient(
                        planned.clientId(),
                        queue.complete(List.of(planned))
                                .then(sources.find(planned.subjectId()))
                                .flatMap(source -> syncs.request(planned.clientId(), source.id(), false)))
                .block();
    }

    private void run(WorkItem work) {
        try {
            traces.inSpan("source sync", work.traceparent(), Mono.fromRunnable(() -> sync(work)))
                    .block();
        } catch (LeaseLostException e) {
            log.info("run {} is another instance's now", work.subjectId());
        } catch (RefusedRepositoryException e) {
            giveUp(work, "the repository " + e.getMessage());
        } catch (UncheckedIOException e) {
            retry(work, "the repository cannot be read: " + e.getCause());
        }
    }

    private void sync(WorkItem work) {
        SyncRun run = transactions
                .inClient(work.clientId(), runs.find(work.subjectId()))
                .block();
        Source source = run == null
                ? null
                : transactions
                        .inClient(work.clientId(), sources.find(run.sourceId()))
                        .block();
        if (run == null || source == null) {
            queue.complete(List.of(work)).block();
            return;
        }
        try {
            git.run(work, run, source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void retry(WorkItem work, String error) {
        if (work.attempts() + 1 >= settings.attempts()) {
            giveUp(work, error);
        } else {
            log.warn("run {} will be tried again: {}", work.subjectId(), error);
            queue.retry(work, FIRST_PAUSE.multipliedBy(1L << work.attempts()), error)
                    .block();
        }
    }

    private void giveUp(WorkItem work, String error) {
        log.warn("run {} of client {} failed: {}", work.subjectId(), work.clientId(), error);
        transactions
                .inClient(work.clientId(), queue.complete(List.of(work)).then(runs.fail(work.subjectId(), error)))
                .block();
    }

    private void pause() {
        try {
            Thread.sleep(FIRST_PAUSE.toMillis() / 5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
