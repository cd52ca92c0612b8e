package dev.colophon.cli.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Column;
import dev.colophon.cli.term.Table;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = "Holds what your gateways (LiteLLM) say that their keys have spent against the ledger.",
        footer = {"", "Examples:", "  colophon usage gateway", "  colophon usage gateway --json"})
final class UsageGatewayCommand implements Callable<Integer> {

    private static final List<Column> COLUMNS = List.of(
            Column.of("GATEWAY", "/name"),
            Column.of("KEY", "/key/key_name"),
            Column.of("BUDGET", "/key/max_budget"),
            Column.of("THEIRS", "/key/spend"),
            Column.of("OURS", "/own/cost"),
            Column.of("UNCONFIRMED", "/own/unconfirmed_cost"),
            Column.of("DIFFERENCE", "/difference"),
            Column.of("STATUS", "/status", Cells::words));

    @Mixin
    private StackOptions stack = new StackOptions();

    @Override
    public Integer call() {
        JsonNode report = stack.api().get("/api/v1/ai/gateway/key-info");
        stack.show(report, () -> text(report.path("gateways")));
        return ExitCode.OK;
    }

    private static String text(JsonNode gateways) {
        if (gateways.isEmpty()) {
            return "there is no integration of subtype gateway";
        }
        StringJoiner text = new StringJoiner(System.lineSeparator());
        text.add(Table.of(COLUMNS, gateways).toString());
        for (JsonNode gateway : gateways) {
            if (gateway.path("error").isTextual()) {
                text.add(gateway.path("name").asText() + ": "
                        + gateway.path("error").asText());
            }
        }
        return text.toString();
    }
}
