package dev.colophon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.api.Api;
import dev.colophon.cli.stack.StackState;
import dev.colophon.cli.term.Column;
import dev.colophon.cli.term.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows every process: its state, its port, how often it was started again.",
        footer = {
            "",
            "Ends with 0 when the stack runs, 3 when it does not. What services are at: `colophon ops status`.",
            "",
            "Examples:",
            "  colophon status",
            "  colophon status --json"
        })
final class StatusCommand implements Callable<Integer> {

    private static final List<Column> PROCESSES = List.of(
            Column.of("NAME", "/name"),
            Column.of("STATE", "/state"),
            Column.of("PID", "/pid", StatusCommand::cell),
            Column.of("PORT", "/port", StatusCommand::cell),
            Column.of("MB", "/resident_mb", StatusCommand::cell),
            Column.of("RESTARTS", "/restarts"),
            Column.of("", "/message", StatusCommand::cell));

    @Mixin
    private StackOptions stack = new StackOptions();

    @Override
    public Integer call() {
        return stack.elsewhere() ? remote() : local();
    }

    private int local() {
        StackState state = stack.local().state();
        ObjectNode document = state.document();
        stack.show(document, () -> text(state, document.path("processes")));
        return state.launcher().isPresent() ? ExitCode.OK : ExitCode.NOT_RUNNING;
    }

    private int remote() {
        Api api = stack.api();
        JsonNode me = api.get("/api/v1/me");
        ObjectNode document =
                JsonNodeFactory.instance.objectNode().put("state", "running").put("url", api.url());
        document.putArray("processes");
        stack.show(
                document,
                () -> "running at " + api.url() + ", client "
                        + me.path("client_id").asText());
        return ExitCode.OK;
    }

    private static String text(StackState state, JsonNode processes) {
        String line = state.state() + (state.running() ? " at " + state.url() : "");
        return processes.isEmpty() ? line : line + System.lineSeparator() + Table.of(PROCESSES, processes);
    }

    private static String cell(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "" : value.asText();
    }
}
