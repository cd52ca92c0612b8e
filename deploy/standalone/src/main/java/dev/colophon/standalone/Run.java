package dev.colophon.standalone;

import dev.colophon.standalone.state.DataDirectory;
import dev.colophon.standalone.state.DataLock;
import dev.colophon.standalone.state.ProcessState;
import dev.colophon.standalone.state.ProcessState.Phase;
import dev.colophon.standalone.state.StateFile;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of a stack, from the launcher's start to its last breath. */
final class Run {

    private static final Logger log = LoggerFactory.getLogger(Run.class);

    private final LauncherOptions options;
    private final DataLock lock;
    private final Clock clock;
    private final Instant startedAt =
            Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
    private final StateFile state;
    private final Stack stack;

    Run(LauncherOptions options, DataDirectory data, DataLock lock, Clock clock) {
        this.options = options;
        this.lock = lock;
        this.clock = clock;
        this.state = new StateFile(data.stateFile(), "http://localhost:" + options.port(), startedAt);
        put(Phase.STARTING);
        this.stack = new Stack(options, data, state, clock);
    }

    /** Starts; the process then lives until it is told to end. */
    void begin() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "shutdown"));
        options.parent().ifPresent(parent -> ProcessHandle.of(parent)
                .ifPresentOrElse(process -> process.onExit().thenRun(this::exit), this::exit));
        stack.start().whenComplete((nothing, failure) -> {
            if (failure == null) {
                ready();
            } else {
                log.error("the stack cannot be started", failure);
                state.stack("failed", String.valueOf(failure.getMessage()));
                exit(1);
            }
        });
    }

    private void ready() {
        put(Phase.UP);
        state.ready(clock.instant());
        log.info(
                "ready after {} s: http://localhost:{}",
                Duration.between(startedAt, clock.instant()).toMillis() / 1000.0,
                options.port());
    }

    private void exit() {
        exit(0);
    }

    private static void exit(int code) {
        // from a thread of its own: the hooks wait for threads that may be calling
        Thread thread = new Thread(() -> System.exit(code), "exit");
        thread.setDaemon(true);
        thread.start();
    }

    private void end() {
        log.info("stopping");
        state.stack("stopping", null);
        put(Phase.STOPPING);
        stack.stop();
        put(Phase.STOPPED);
        state.stack("stopped", null);
        log.info("stopped");
        lock.close();
    }

    private void put(Phase phase) {
        Long pid = phase == Phase.STOPPED ? null : ProcessHandle.current().pid();
        state.put(new ProcessState("launcher", pid, null, phase, 0, clock.instant(), null));
    }
}
