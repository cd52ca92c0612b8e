package dev.colophon.cli.stack;

import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.term.Progress;
import dev.colophon.cli.term.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The stack of one data directory on this machine: starts and stops it, and waits until it has. */
public final class LocalStack {

    private static final Duration READY = Duration.ofMinutes(4);
    private static final Duration STOPPED = Duration.ofSeconds(120);
    private static final int SHOWN_LINES = 15;

    private final Installation installation;
    private final DataDirectory data;
    private final Terminal terminal;

    public LocalStack(Installation installation, DataDirectory data, Terminal terminal) {
        this.installation = installation;
        this.data = data;
        this.terminal = terminal;
    }

    public StackState state() {
        return StackState.of(data);
    }

    /** Starts it in the background and returns when it is ready. */
    public StackState startDetached(StartSettings settings) {
        data.made();
        List<String> command = new ArrayList<>(ownSession());
        command.addAll(installation.launcher(data, arguments(settings, "--quiet")));
        Path console = data.logs().resolve("console.log");
        Process launcher = spawn(new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(console.toFile()));
        return awaitReady(launcher);
    }

    /** Starts it with its logs on this terminal; it ends when this process does. */
    public Process startAttached(StartSettings settings) {
        data.made();
        String self = Long.toString(ProcessHandle.current().pid());
        return spawn(new ProcessBuilder(installation.launcher(data, arguments(settings, "--parent-pid", self)))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT));
    }

    /** Waits until {@code launcher} says that everything is up. */
    public StackState awaitReady(Process launcher) {
        long deadline = System.nanoTime() + READY.toNanos();
        try (Progress progress = terminal.progress("starting")) {
            while (System.nanoTime() < deadline) {
                if (await(launcher, Duration.ofMillis(200))) {
                    throw new CommandFailure(ExitCode.FAILURE, "the stack did not start: " + lastWords());
                }
                StackState state = state();
                boolean own = state.launcher()
                        .filter(process -> process.pid() == launcher.pid())
                        .isPresent();
                if (own && state.running()) {
                    return state;
                }
                progress.at(own ? waitingFor(state) : "");
            }
        }
        throw new CommandFailure(
                ExitCode.TIMED_OUT,
                "the stack is not ready after " + READY.toSeconds() + " s: see `colophon status` and `colophon logs`");
    }

    /** Stops it in order, and sweeps up what a killed launcher left; says whether anything ran. */
    public boolean stop() {
        StackState state = state();
        ProcessHandle launcher = state.launcher().orElse(null);
        if (launcher == null) {
            boolean leftovers = state.hasLeftovers();
            if (leftovers) {
                sweep();
            }
            return leftovers;
        }
        launcher.destroy();
        awaitEnd(launcher);
        return true;
    }

    private void awaitEnd(ProcessHandle launcher) {
        long deadline = System.nanoTime() + STOPPED.toNanos();
        try (Progress progress = terminal.progress("stopping")) {
            while (launcher.isAlive()) {
                if (System.nanoTime() > deadline) {
                    terminal.note("the launcher did not stop in time: killing it");
                    launcher.destroyForcibly();
                    launcher.onExit().join();
                    sweep();
                    return;
                }
                progress.at(alive(state()));
                pause(Duration.ofMillis(100));
            }
        }
    }

    private void sweep() {
        Process sweep = spawn(new ProcessBuilder(installation.launcher(data, "sweep"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT));
        if (!await(sweep, STOPPED)) {
            throw new CommandFailure(ExitCode.TIMED_OUT, "the remains of the stack could not be ended");
        }
    }

    private static String[] arguments(StartSettings settings, String... more) {
        List<String> arguments = new ArrayList<>(List.of("run", "--port", Integer.toString(settings.port())));
        arguments.addAll(List.of("--address", settings.address()));
        settings.allowed().forEach(root -> arguments.addAll(List.of("--allow", root.toString())));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private static Process spawn(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILURE, "cannot run " + builder.command().get(0), e);
        }
    }

    private static List<String> ownSession() {
        return Stream.of("/usr/bin/setsid", "/bin/setsid")
                .filter(program -> Files.isExecutable(Path.of(program)))
                .limit(1)
                .toList();
    }

    private static String waitingFor(StackState state) {
        return state.processes().stream()
                .filter(process -> !"up".equals(process.path("state").asText()))
                .map(process -> process.path("name").asText())
                .filter(name -> !"launcher".equals(name))
                .collect(Collectors.joining(", "));
    }

    private static String alive(StackState state) {
        return state.processes().stream()
                .filter(process -> !"stopped".equals(process.path("state").asText()))
                .map(process -> process.path("name").asText())
                .collect(Collectors.joining(", "));
    }

    private String lastWords() {
        Path console = data.logs().resolve("console.log");
        String message = state().message();
        try {
            List<String> lines = Files.exists(console) ? Files.readAllLines(console) : List.of();
            String tail = String.join(
                    System.lineSeparator(), lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
            return (message.isEmpty() || "null".equals(message) ? "" : message + System.lineSeparator()) + tail;
        } catch (IOException e) {
            return "see " + data.logs();
        }
    }

    private static boolean await(Process process, Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILURE, "interrupted", e);
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILURE, "interrupted", e);
        }
    }
}
