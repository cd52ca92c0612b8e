package dev.colophon.cli.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Money;
import dev.colophon.cli.term.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "budget",
        mixinStandardHelpOptions = true,
        description = "Shows limits and what counts against them today and this month, in UTC.",
        footer = {"", "Examples:", "  colophon budget", "  colophon budget --json"})
public final class BudgetCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Override
    public Integer call() {
        JsonNode budget = stack.api().get("/api/v1/ai/budget");
        if (stack.json()) {
            stack.terminal().json(budget);
            return ExitCode.OK;
        }
        Table table = new Table()
                .row("SCOPE", "PERIOD", "KIND", "LIMIT", "SPENT", "UNCONFIRMED", "RESERVED", "REMAINING", "STATE");
        boolean limited = !budget.path("limits").isEmpty();
        for (JsonNode line : budget.path(limited ? "limits" : "periods")) {
            table.row(
                    scope(line),
                    line.path("period").asText(),
                    line.path("kind").asText("-").replace("null", "-"),
                    amount(line.path("limit")),
                    amount(line.path("spent")),
                    amount(line.path("unconfirmed")),
                    amount(line.path("reserved")),
                    amount(line.path("remaining")),
                    line.path("state").asText());
        }
        stack.terminal().print(table.toString());
        return ExitCode.OK;
    }

    private static String scope(JsonNode line) {
        return line.path("project_id").isTextual()
                ? "project " + line.path("project_id").asText()
                : line.path("scope").asText();
    }

    private static String amount(JsonNode usd) {
        return usd.isNumber() ? Money.of(usd) : "-";
    }
}
