package dev.colophon.cli;

import dev.colophon.cli.stack.Installation;
import dev.colophon.cli.stack.LocalStack;
import dev.colophon.cli.stack.StackState;
import dev.colophon.cli.stack.StartSettings;
import dev.colophon.cli.term.Terminal;
import dev.colophon.cli.work.Demo;
import dev.colophon.cli.work.GitRepository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Starts a stack where none runs, imports a git repository, and shows what comes of it: tags,"
                + " summary, search, usage.",
        footer = {
            "",
            "The stack goes on running in the background, unless --exit is given. With --json everything is one",
            "document; ready_seconds is the time from start to ready, enriched_seconds the time from the first",
            "import call until every chunk is embedded, the metadata settled and the usage recorded.",
            "",
            "Examples:",
            "  colophon demo",
            "  colophon demo --repo ~/src/kafka",
            "  colophon demo --exit --json --repo ~/src/kafka --data ./demo-data"
        })
final class DemoCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Option(names = "--repo", paramLabel = "PATH", description = "A git repository. Default: Colophon's own.")
    private @Nullable Path repo;

    @Option(names = "--exit", description = "Stop the stack at the end, where this command started it.")
    private boolean exit;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of the gateway. Default: " + StartSettings.DEFAULT_PORT + ", or a free one.")
    private @Nullable Integer port;

    @Override
    public Integer call() {
        return stack.elsewhere() ? elsewhere() : here();
    }

    private int here() {
        Path home = Installation.fromSystemProperties().home();
        GitRepository repository = GitRepository.containing(repo == null ? home : repo);
        String name = repository.path().equals(home) ? "Colophon" : repository.name();
        LocalStack local = stack.local();
        boolean ran = local.state().launcher().isPresent();
        StackState state = ran ? local.state() : local.startDetached(settings(repository));
        try {
            stack.data().allow(repository.path());
            demonstrate(repository, name, state.readySeconds());
        } finally {
            if (exit && !ran) {
                local.stop();
            }
        }
        if (!exit) {
            stack.terminal().note("The stack runs on at " + state.url() + "; `colophon stop` stops it.");
        }
        return ExitCode.OK;
    }

    /** Against a stack elsewhere, with a repository that lies there. */
    private int elsewhere() {
        if (repo == null) {
            throw new CommandFailure(ExitCode.USAGE, "give --repo, a path on the machine of the stack");
        }
        GitRepository repository = new GitRepository(repo);
        demonstrate(repository, repository.name(), 0);
        return ExitCode.OK;
    }

    private void demonstrate(GitRepository repository, String name, double readySeconds) {
        Demo demo = new Demo(stack.api(), stack.terminal(), Clock.systemUTC());
        show(demo.run(repository.path(), name, readySeconds));
    }

    private StartSettings settings(GitRepository repository) {
        if (port != null || isFree(StartSettings.DEFAULT_PORT)) {
            int chosen = port == null ? StartSettings.DEFAULT_PORT : port;
            return new StartSettings(chosen, "127.0.0.1", AllowedRoots.of(List.of(repository.path())));
        }
        int free = freePort();
        stack.terminal().note("port " + StartSettings.DEFAULT_PORT + " is in use: taking " + free);
        return new StartSettings(free, "127.0.0.1", AllowedRoots.of(List.of(repository.path())));
    }

    private void show(Demo.Result result) {
        Terminal terminal = stack.terminal();
        if (stack.json()) {
            terminal.json(result.document());
        } else {
            result.lines().forEach(terminal::print);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, "no port is free", e);
        }
    }
}
