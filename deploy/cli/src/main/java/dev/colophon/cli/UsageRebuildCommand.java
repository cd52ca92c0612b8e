package dev.colophon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.cli.term.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = "Rebuilds ledger, budgets and daily figures of all clients from what was told, and waits for it.",
        footer = {"", "Examples:", "  colophon usage rebuild"})
final class UsageRebuildCommand implements Callable<Integer> {

    private static final String PATH = "/api/v1/ops/usage/rebuild";
    private static final long PAUSE_MILLIS = 500;

    @Mixin
    private StackOptions stack = new StackOptions();

    @Override
    public Integer call() throws InterruptedException {
        JsonNode rebuild = stack.api().post(PATH, JsonNodeFactory.instance.objectNode());
        while (rebuild.path("state").asText().equals("running")) {
            Thread.sleep(PAUSE_MILLIS);
            rebuild = stack.api().get(PATH + "/" + rebuild.path("id").asText());
        }
        if (stack.json()) {
            stack.terminal().json(rebuild);
        } else {
            stack.terminal()
                    .print(new Table()
                            .row("state", rebuild.path("state").asText())
                            .row("events read", rebuild.path("events_done").asText())
                            .row("accounts", rebuild.path("accounts").asText())
                            .row("entries", rebuild.path("records").asText())
                            .row("corrected", rebuild.path("corrected").asText())
                            .toString());
        }
        if (!rebuild.path("state").asText().equals("completed")) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    "the rebuild failed: " + rebuild.path("error").asText());
        }
        return ExitCode.OK;
    }
}
