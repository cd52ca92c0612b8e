package dev.colophon.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.stack.LocalStack;
import dev.colophon.cli.stack.StackState;
import dev.colophon.cli.stack.StartSettings;
import dev.colophon.cli.term.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Starts broker, database and services; all they keep is in the data directory.",
        footer = {
            "",
            "Without --detach the logs appear here, and Ctrl-C stops the stack.",
            "",
            "Examples:",
            "  colophon start",
            "  colophon start --detach --json",
            "  colophon start --data /var/lib/colophon --port 9090 --allow /srv/git"
        })
final class StartCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "" + StartSettings.DEFAULT_PORT,
            description = "Port of the gateway. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address the gateway listens on. Default: ${DEFAULT-VALUE}.")
    private String address = "127.0.0.1";

    @Option(names = "--detach", description = "Run in the background; return when the stack is ready.")
    private boolean detach;

    @Option(
            names = "--allow",
            paramLabel = "DIR",
            description = "Let sources read git repositories below DIR. May be repeated; also $COLOPHON_GIT_ROOTS.")
    private List<Path> allowed = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        LocalStack local = stack.local();
        StackState state = local.state();
        if (state.launcher().isPresent()) {
            return already(state);
        }
        StartSettings settings = new StartSettings(port, address, AllowedRoots.of(allowed));
        return detach ? detached(local, settings) : attached(local, settings);
    }

    private int already(StackState state) {
        String message =
                "a stack already runs on " + stack.data().root() + " (" + state.state() + ", " + state.url() + ")";
        if (!detach) {
            throw new CommandFailure(ExitCode.FAILURE, message);
        }
        stack.terminal().note(message);
        show(state);
        return ExitCode.OK;
    }

    private int detached(LocalStack local, StartSettings settings) {
        show(local.startDetached(settings));
        return ExitCode.OK;
    }

    private int attached(LocalStack local, StartSettings settings) throws InterruptedException {
        Process launcher = local.startAttached(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(launcher), "stop"));
        show(local.awaitReady(launcher));
        int exit = launcher.waitFor();
        // 143 and 130: it was told to end, which is how a stack normally ends
        return exit == 143 || exit == 130 ? ExitCode.OK : exit;
    }

    private static void end(Process launcher) {
        launcher.destroy();
        launcher.onExit().join();
    }

    private void show(StackState state) {
        Terminal terminal = stack.terminal();
        if (stack.json()) {
            ObjectNode document = state.document();
            document.put(
                    "operator_key_file",
                    stack.data().root().resolve("operator-key").toString());
            terminal.json(document);
        } else {
            terminal.print("Colophon is ready: " + state.url());
            terminal.print("  data          " + stack.data().root());
            terminal.print("  operator key  " + stack.data().root().resolve("operator-key"));
        }
    }
}
