package dev.colophon.etl.source;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.Claim;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Takes up runs, several at once on threads of their own, because reading blocks: a slow source holds up no other. One
 * client gets all threads but one, so that the others need not wait for its sources. Also turns what the schedules plan
 * into runs.
 */
@Component
class SyncWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SyncWorker.class);
    private static final long PAUSE_AFTER_FAILURE = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final WorkQueue queue;
    private final ClientTransactions transactions;
    private final SourceStore sources;
    private final SyncQueue syncs;
    private final RunExecutor executor;
    private final SyncProperties settings;
    private final Semaphore free;
    private final Map<UUID, Integer> busy = new ConcurrentHashMap<>();
    private volatile @Nullable Thread dispatcher;
    private volatile @Nullable ExecutorService threads;

    SyncWorker(
            WorkQueue queue,
            ClientTransactions transactions,
            SourceStore sources,
            SyncQueue syncs,
            RunExecutor executor,
            SyncProperties settings) {
        this.queue = queue;
        this.transactions = transactions;
        this.sources = sources;
        this.syncs = syncs;
        this.executor = executor;
        this.settings = settings;
        this.free = new Semaphore(settings.workers());
    }

    @Override
    public void start() {
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(
                settings.workers(), work -> daemon(work, "source-sync-" + number.incrementAndGet()));
        Thread started = daemon(this::dispatch, "source-dispatch");
        dispatcher = started;
        started.start();
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void stop() {
        Thread stopping = dispatcher;
        dispatcher = null;
        if (stopping != null) {
            stopping.interrupt();
        }
        ExecutorService pool = threads;
        if (pool != null) {
            pool.shutdownNow();
            try {
                if (!pool.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    log.info("a run does not end; it is another's when its lease has passed");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return dispatcher != null;
    }

    private void dispatch() {
        while (isRunning()) {
            try {
                if (!dispatchOnce()) {
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
    private boolean dispatchOnce() {
        List<WorkItem> planned = claim(SyncQueue.SCHEDULE, Set.of());
        planned.forEach(this::request);
        return handOver() || !planned.isEmpty();
    }

    private boolean handOver() {
        if (!free.tryAcquire()) {
            return false;
        }
        List<WorkItem> due = List.of();
        try {
            due = claim(SyncQueue.RUNS, greedy());
        } finally {
            if (due.isEmpty()) {
                free.release();
            }
        }
        due.forEach(this::hand);
        return !due.isEmpty();
    }

    /** Clients that have all threads but one. */
    private Set<UUID> greedy() {
        int most = Math.max(1, settings.workers() - 1);
        return settings.workers() == 1
                ? Set.of()
                : busy.entrySet().stream()
                        .filter(client -> client.getValue() >= most)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
    }

    private void hand(WorkItem work) {
        ExecutorService pool = threads;
        if (pool == null || pool.isShutdown()) {
            free.release();
            return;
        }
        busy.merge(work.clientId(), 1, Integer::sum);
        pool.execute(() -> {
            try {
                executor.execute(work);
            } catch (InterruptedException e) {
                giveBack(work);
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                if (isRunning()) {
                    log.warn("run {} has to wait: {}", work.subjectId(), e.toString());
                }
            } finally {
                busy.computeIfPresent(work.clientId(), (client, runs) -> runs == 1 ? null : runs - 1);
                free.release();
            }
        });
    }

    /** A service that stops leaves no one waiting for a lease to pass. */
    private void giveBack(WorkItem work) {
        Thread.interrupted();
        try {
            queue.postpone(List.of(work), Duration.ZERO).block(PATIENCE);
        } catch (RuntimeException e) {
            log.debug("run {} has to wait for its lease: {}", work.subjectId(), e.toString());
        }
    }

    private List<WorkItem> claim(String name, Set<UUID> except) {
        return queue.claim(new Claim(name, 1, Long.MAX_VALUE, 0, settings.lease(), except))
                .blockOptional()
                .orElse(List.of());
    }

    private void request(WorkItem planned) {
        transactions
                .inClient(
                        planned.clientId(),
                        queue.complete(List.of(planned))
                                .then(sources.find(planned.subjectId()))
                                .filter(source -> !source.paused())
                                .flatMap(source -> syncs.request(planned.clientId(), source.id(), false)))
                .block();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_FAILURE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
