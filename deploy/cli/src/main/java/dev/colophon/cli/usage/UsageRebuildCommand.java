package dev.colophon.cli.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Progress;
import dev.colophon.cli.term.Table;
import dev.colophon.cli.work.Following;
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

    @Mixin
    private StackOptions stack = new StackOptions();

    @Override
    public Integer call() {
        JsonNode begun = stack.api().post(PATH, JsonNodeFactory.instance.objectNode());
        JsonNode rebuild = follow(begun);
        stack.show(rebuild, () -> new Table()
                .row("state", rebuild.path("state").asText())
                .row("events read", rebuild.path("events_done").asText())
                .row("accounts", rebuild.path("accounts").asText())
                .row("entries", rebuild.path("records").asText())
                .row("corrected", rebuild.path("corrected").asText()));
        if (!rebuild.path("state").asText().equals("completed")) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    "the rebuild failed: " + rebuild.path("error").asText());
        }
        return ExitCode.OK;
    }

    private JsonNode follow(JsonNode begun) {
        try (Progress progress = stack.terminal().progress("rebuilding")) {
            return new Following(begun, () -> stack.api()
                            .get(PATH + "/" + begun.path("id").asText()))
                    .until(
                            rebuild -> !rebuild.path("state").asText().equals("running"),
                            rebuild -> progress.at(
                                    rebuild.path("events_done").asLong(),
                                    rebuild.path("events").asLong()));
        }
    }
}
