package dev.colophon.standalone.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to run a process and how to tell that it is well.
 *
 * @param name by which operators know it
 * @param port it listens on, where it listens
 * @param command with its arguments
 * @param environment added to the launcher's own
 * @param temporary its own directory for temporary files, emptied before every start
 * @param probe of its health
 * @param stopping asks it to end
 * @param patience how long it may take to end before it is killed
 */
public record ProcessSpec(
        String name,
        @Nullable Integer port,
        List<String> command,
        Map<String, String> environment,
        Path temporary,
        HealthProbe probe,
        Stopping stopping,
        Duration patience) {

    public ProcessSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** Asks a process to end by itself; may block until it has. */
    @FunctionalInterface
    public interface Stopping {

        /** {@code SIGTERM}. */
        Stopping BY_SIGNAL = ProcessHandle::destroy;

        void ask(ProcessHandle process);
    }
}
