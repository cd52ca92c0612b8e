package dev.colophon.standalone.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that a killed launcher left running. A process is one of them only when it is alive and its own command
 * line carries the marker of this data directory: a process id alone proves nothing, ids are used again.
 */
public final class Leftovers {

    private static final Logger log = LoggerFactory.getLogger(Leftovers.class);
    private static final Path PROC = Path.of("/proc");

    private Leftovers() {}

    /** The argument that every process on {@code data} is started with. */
    public static String marker(Path data) {
        return "-Dcolophon.data=" + data;
    }

    /** Ends them all: asked first, killed after {@code patience}; returns when they are gone. */
    public static int sweep(Path data, Duration patience) {
        String marker = marker(data);
        List<ProcessHandle> found = ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> hasArgument(process, marker))
                .toList();
        found.forEach(ProcessHandle::destroy);
        long deadline = System.nanoTime() + patience.toNanos();
        for (ProcessHandle process : found) {
            log.info("ending process {}, left behind by a killed launcher", process.pid());
            if (!ended(process, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                process.destroyForcibly();
                ended(process, patience);
            }
        }
        return found.size();
    }

    /** Whether the process runs and was started with {@code argument}, exactly. */
    public static boolean hasArgument(ProcessHandle process, String argument) {
        return arguments(process).contains(argument);
    }

    private static List<String> arguments(ProcessHandle process) {
        Path commandLine = PROC.resolve(Long.toString(process.pid())).resolve("cmdline");
        if (Files.isReadable(commandLine)) {
            try {
                // the handle's own information ends after one page, ours may be longer
                return List.of(new String(Files.readAllBytes(commandLine), StandardCharsets.UTF_8).split("\0", -1));
            } catch (IOException e) {
                return List.of();
            }
        }
        return Arrays.asList(process.info().arguments().orElse(new String[0]));
    }

    private static boolean ended(ProcessHandle process, Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return !process.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
