package dev.colophon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.api.Api;
import dev.colophon.cli.stack.StackState;
import dev.colophon.cli.term.Table;
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

    @Mixin
    private StackOptions stack = new StackOptions();

    @Override
    public Integer call() {
        return stack.elsewhere() ? remote() : local();
    }

    private int local() {
        StackState state = stack.local().state();
        ObjectNode document = state.document();
        if (stack.json()) {
            stack.terminal().json(document);
        } else {
            stack.terminal().print(state.state() + (state.running() ? " at " + state.url() : ""));
            if (!document.path("processes").isEmpty()) {
                stack.terminal().print(table(document.path("processes")).toString());
            }
        }
        return state.launcher().isPresent() ? ExitCode.OK : ExitCode.NOT_RUNNING;
    }

    private int remote() {
        Api api = stack.api();
        JsonNode me = api.get("/api/v1/me");
        ObjectNode document =
                JsonNodeFactory.instance.objectNode().put("state", "running").put("url", api.url());
        document.putArray("processes");
        if (stack.json()) {
            stack.terminal().json(document);
        } else {
            stack.terminal()
                    .print("running at " + api.url() + ", client "
                            + me.path("client_id").asText());
        }
        return ExitCode.OK;
    }

    private static Table table(JsonNode processes) {
        Table table = new Table().row("NAME", "STATE", "PID", "PORT", "MB", "RESTARTS", "");
        processes.forEach(process -> table.row(
                process.path("name").asText(),
                process.path("state").asText(),
                cell(process.path("pid")),
                cell(process.path("port")),
                cell(process.path("resident_mb")),
                process.path("restarts").asText(),
                cell(process.path("message"))));
        return table;
    }

    private static String cell(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "" : value.asText();
    }
}
