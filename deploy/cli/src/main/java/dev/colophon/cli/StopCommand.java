package dev.colophon.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
        boolean ran = stack.local().stop();
        String data = stack.data().root().toString();
        stack.show(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("state", "stopped")
                        .put("was_running", ran)
                        .put("data", data),
                () -> ran ? "Stopped." : "Nothing was running on " + data + ".");
        return ExitCode.OK;
    }
}
