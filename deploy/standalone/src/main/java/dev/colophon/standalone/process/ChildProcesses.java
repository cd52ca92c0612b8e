package dev.colophon.standalone.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;

/**
 * Starts processes in a session of their own, where the system has {@code setsid}: an interrupt typed at the terminal
 * reaches the launcher alone, which then stops them in order.
 */
final class ChildProcesses {

    private static final List<String> OWN_SESSION =
            found("setsid").map(List::of).orElse(List.of());

    private ChildProcesses() {}

    static Process spawn(ProcessSpec spec) throws IOException {
        FileUtils.deleteDirectory(spec.temporary().toFile());
        Files.createDirectories(spec.temporary());
        List<String> command = new ArrayList<>(OWN_SESSION);
        command.addAll(spec.command());
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(spec.temporary().toFile()).redirectErrorStream(true);
        builder.environment().putAll(spec.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        Thread pump = new Thread(() -> pump(process, ProcessLogs.of(spec.name())), "log-" + spec.name());
        pump.setDaemon(true);
        pump.start();
        return process;
    }

    private static void pump(Process process, Consumer<String> log) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(log);
        } catch (IOException | UncheckedIOException e) {
            log.accept("[its output ended: " + e.getMessage() + "]");
        }
    }

    private static Optional<String> found(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return List.of(path.split(":")).stream()
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
