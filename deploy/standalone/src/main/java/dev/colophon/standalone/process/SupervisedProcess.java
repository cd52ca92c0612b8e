package dev.colophon.standalone.process;

import dev.colophon.standalone.state.ProcessState;
import dev.colophon.standalone.state.ProcessState.Phase;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process that is kept alive: watched, and started again with growing waits when it dies, until it is stopped.
 * Every change of its state is told to the listener, in order.
 */
public final class SupervisedProcess {

    private static final Logger log = LoggerFactory.getLogger(SupervisedProcess.class);
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration CALM = Duration.ofSeconds(5);

    private final ProcessSpec spec;
    private final Backoff backoff;
    private final Consumer<ProcessState> listener;
    private final Clock clock;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CompletableFuture<Void> firstUp = new CompletableFuture<>();
    private final Thread thread;
    private volatile @Nullable Process process;
    private volatile Phase phase = Phase.WAITING;
    private int restarts;
    private int deaths;

    public SupervisedProcess(ProcessSpec spec, Backoff backoff, Consumer<ProcessState> listener, Clock clock) {
        this.spec = spec;
        this.backoff = backoff;
        this.listener = listener;
        this.clock = clock;
        this.thread = new Thread(this::run, "supervise-" + spec.name());
        enter(Phase.WAITING, null);
    }

    public void start() {
        thread.start();
    }

    public String name() {
        return spec.name();
    }

    /** Completes when the process was up for the first time. */
    public CompletableFuture<Void> firstUp() {
        return firstUp;
    }

    /** Asks the process to end, kills it when its patience is over, and returns when it is gone. */
    public void stop() {
        stopRequested.countDown();
        if (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else {
            enter(Phase.STOPPED, null);
        }
    }

    private void run() {
        try {
            while (!stopping()) {
                Instant startedAt = clock.instant();
                String death = runOnce();
                process = null;
                if (stopping()) {
                    break;
                }
                deaths = backoff.deaths(deaths, Duration.between(startedAt, clock.instant()));
                restarts++;
                Duration wait = backoff.after(deaths);
                log.warn("{} {}: starting it again in {} s", spec.name(), death, wait.toSeconds());
                enter(Phase.RESTARTING, death + ", starts again in " + wait.toSeconds() + " s");
                pause(wait);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        enter(Phase.STOPPED, null);
    }

    /** Runs until death or stop, and says how it died. */
    private String runOnce() throws InterruptedException {
        Process started;
        try {
            started = ChildProcesses.spawn(spec);
        } catch (IOException e) {
            return "cannot be started: " + e.getMessage();
        }
        process = started;
        enter(Phase.STARTING, null);
        Instant nextLook = clock.instant();
        while (!started.waitFor(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
            if (stopping()) {
                end(started);
                return "was stopped";
            }
            if (!clock.instant().isBefore(nextLook)) {
                judge(spec.probe().complaint());
                nextLook = clock.instant().plus(phase == Phase.UP ? CALM : TICK);
            }
        }
        return "ended with exit code " + started.exitValue();
    }

    private void judge(@Nullable String complaint) {
        if (complaint == null && phase != Phase.UP) {
            enter(Phase.UP, null);
            firstUp.complete(null);
        } else if (complaint != null && phase == Phase.UP) {
            log.warn("{} is unhealthy: {}", spec.name(), complaint);
            enter(Phase.UNHEALTHY, complaint);
        }
    }

    private void end(Process running) throws InterruptedException {
        enter(Phase.STOPPING, null);
        spec.stopping().ask(running.toHandle());
        if (!running.waitFor(spec.patience().toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn(
                    "{} did not end within {} s: killing it",
                    spec.name(),
                    spec.patience().toSeconds());
            running.destroyForcibly().waitFor();
        }
    }

    private void pause(Duration wait) throws InterruptedException {
        boolean stopped = stopRequested.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (stopped) {
            log.debug("{} is not started again", spec.name());
        }
    }

    private boolean stopping() {
        return stopRequested.getCount() == 0;
    }

    private void enter(Phase next, @Nullable String message) {
        phase = next;
        Process running = process;
        Long pid = running == null ? null : running.pid();
        listener.accept(new ProcessState(spec.name(), pid, spec.port(), next, restarts, clock.instant(), message));
    }
}
