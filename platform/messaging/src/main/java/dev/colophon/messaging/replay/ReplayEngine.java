package dev.colophon.messaging.replay;

import dev.colophon.events.Topic;
import dev.colophon.messaging.InfrastructureFailures;
import dev.colophon.persistence.work.LeaseLostException;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs replays on a thread of its own, one after the other for some seconds each. Which instance runs one is decided by
 * the work queue; what became of it is in the database alone, so that any instance goes on where another died.
 */
final class ReplayEngine implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReplayEngine.class);
    private static final Duration TURN = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofMillis(300);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration AT_MOST = Duration.ofMinutes(1);

    private final WorkQueue queue;
    private final ReplayStore store;
    private final Readers readers;
    private final Map<Topic, Replayable> replayables;
    private final ReplayPass.Tools tools;
    private final Pricing pricing;
    private final Endings endings;
    private final Pauses pauses;
    private final ReplayProperties settings;
    private final Semaphore news = new Semaphore(0);
    private volatile @Nullable Thread thread;
    private @Nullable ReplayPass pass;
    private long lastTurn = System.nanoTime();

    ReplayEngine(
            WorkQueue queue,
            ReplayStore store,
            Readers readers,
            Map<Topic, Replayable> replayables,
            ReplayPass.Tools tools,
            Pricing pricing,
            Endings endings,
            Pauses pauses,
            ReplayProperties settings) {
        this.queue = queue;
        this.store = store;
        this.readers = readers;
        this.replayables = replayables;
        this.tools = tools;
        this.pricing = pricing;
        this.endings = endings;
        this.pauses = pauses;
        this.settings = settings;
    }

    /** Tells that there is a replay to run. */
    void wake() {
        news.release();
    }

    @Override
    public synchronized void start() {
        Thread started = new Thread(this::run, "replay");
        started.setDaemon(true);
        started.setPriority(Thread.MIN_PRIORITY);
        thread = started;
        started.start();
    }

    /** Lets the batch under way end, and leaves no other instance waiting for a lease. */
    @Override
    public synchronized void stop() {
        Thread stopping = thread;
        thread = null;
        if (stopping == null) {
            return;
        }
        wake();
        try {
            stopping.join(TURN.plus(TURN).toMillis());
            stopping.interrupt();
            stopping.join(AFTER_FAILURE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** A service that replays nothing looks for nothing. */
    @Override
    public boolean isAutoStartup() {
        return !replayables.isEmpty();
    }

    private void run() {
        try {
            while (isRunning()) {
                if (!runOne() && news.tryAcquire(idle().toMillis(), TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** Whether there was one. */
    private boolean runOne() throws InterruptedException {
        try {
            List<WorkItem> claimed =
                    queue.claim(ReplayQueue.NAME, 1, settings.lease()).block(AT_MOST);
            if (claimed == null || claimed.isEmpty()) {
                closeWhatRests();
                return false;
            }
            takeTurn(claimed.get(0));
            return true;
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            log.warn("replays have to wait: {}", e.toString());
            Thread.sleep(AFTER_FAILURE.toMillis());
            return false;
        }
    }

    private void takeTurn(WorkItem lease) throws InterruptedException {
        Duration pause = AFTER_FAILURE;
        try {
            pause = turn(lease);
        } catch (InterruptedException e) {
            pause = Duration.ZERO;
            throw e;
        } catch (LeaseLostException | Progress.MovedException e) {
            log.debug("replay {} was stopped or is another instance's now", lease.subjectId());
            close();
        } catch (RuntimeException e) {
            close();
            failed(lease, e);
        } finally {
            giveBack(lease, pause);
        }
    }

    /** Gives how long the replay may rest. */
    private Duration turn(WorkItem lease) throws InterruptedException {
        Replay replay = store.find(lease.subjectId()).block(AT_MOST);
        if (replay == null || !replay.status().isActive()) {
            queue.complete(List.of(lease)).block(AT_MOST);
            return Duration.ZERO;
        }
        Replayable replayable = replayables.get(replay.request().topic());
        if (replayable == null) {
            endings.fail(lease, replay, "This service replays that topic no more")
                    .block(AT_MOST);
        } else if (replay.phase() == Replay.Phase.PRICE) {
            pricing.settle(lease, replay).block(AT_MOST);
        } else if (!replay.isRead()) {
            return read(lease, replay, replayable) == ReplayPass.Turn.WAIT ? AGAIN : Duration.ZERO;
        } else if (replay.phase() == Replay.Phase.ESTIMATE) {
            endings.planned(lease, replay).block(AT_MOST);
        } else {
            return Boolean.TRUE.equals(endings.complete(lease, replay).block(AT_MOST)) ? Duration.ZERO : AGAIN;
        }
        return Duration.ZERO;
    }

    private ReplayPass.Turn read(WorkItem lease, Replay replay, Replayable replayable) throws InterruptedException {
        ReplayPass current = pass;
        if (current == null || !current.goesOnWith(replay)) {
            close();
            current = new ReplayPass(
                    tools, replay, replayable, readers.open(replay.request(), replayable, replay.partitions()));
            pass = current;
        }
        lastTurn = System.nanoTime();
        return current.go(lease, replay.maxPerSecond(), TURN, this::isRunning);
    }

    private void failed(WorkItem lease, RuntimeException failure) throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
        if (InfrastructureFailures.isOne(failure)) {
            log.warn("replay {} has to wait: {}", lease.subjectId(), failure.toString());
            return;
        }
        log.error("replay {} cannot go on", lease.subjectId(), failure);
        try {
            pauses.pause(lease.subjectId(), Audit.ITSELF, new Pause(Pause.ERROR, failure.toString(), Map.of()))
                    .block(AT_MOST);
        } catch (RuntimeException e) {
            log.warn("replay {} could not be paused: {}", lease.subjectId(), e.toString());
        }
    }

    private void giveBack(WorkItem lease, Duration pause) {
        boolean interrupted = Thread.interrupted();
        try {
            queue.postpone(List.of(lease), pause).block(AFTER_FAILURE.plus(AFTER_FAILURE));
        } catch (RuntimeException e) {
            log.debug("replay {} has to wait for its lease: {}", lease.subjectId(), e.toString());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Shorter while a replay only waits for its work. */
    private Duration idle() {
        return pass == null ? settings.pollInterval() : AGAIN.dividedBy(3);
    }

    private void closeWhatRests() {
        if (System.nanoTime() - lastTurn > TURN.toNanos()) {
            close();
        }
    }

    private void close() {
        ReplayPass open = pass;
        pass = null;
        if (open != null) {
            open.close();
        }
    }
}
