package dev.colophon.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.cli.stack.LocalStack;
import dev.colophon.cli.term.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "Stops the stack in order, and ends what a killed one left behind. Everything is kept.",
        footer = {"", "Examples:", "  colophon stop", "  colophon stop --data /var/lib/colophon"})
final class StopCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Override
    public Integer call() {
        LocalStack local = stack.local();
        boolean ran = local.stop();
        Terminal terminal = stack.terminal();
        if (stack.json()) {
            terminal.json(JsonNodeFactory.instance
                    .objectNode()
                    .put("state", "stopped")
                    .put("was_running", ran)
                    .put("data", stack.data().root().toString()));
        } else {
            terminal.print(
                    ran ? "Stopped." : "Nothing was running on " + stack.data().root() + ".");
        }
        return ExitCode.OK;
    }
}
