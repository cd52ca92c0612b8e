package dev.colophon.cli.usage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Column;
import dev.colophon.cli.term.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "budget",
        mixinStandardHelpOptions = true,
        description = "Shows limits and what counts against them today and this month, in UTC.",
        footer = {"", "Examples:", "  colophon budget", "  colophon budget --json"})
public final class BudgetCommand implements Callable<Integer> {

    private static final List<Column> COLUMNS = List.of(
            new Column("SCOPE", BudgetCommand::scope),
            Column.of("PERIOD", "/period"),
            Column.of("KIND", "/kind"),
            Column.of("LIMIT", "/limit"),
            Column.of("SPENT", "/spent"),
            Column.of("UNCONFIRMED", "/unconfirmed"),
            Column.of("RESERVED", "/reserved"),
            Column.of("REMAINING", "/remaining"),
            Column.of("STATE", "/state"));

    @Mixin
    private StackOptions stack = new StackOptions();

    @Override
    public Integer call() {
        JsonNode budget = stack.api().get("/api/v1/ai/budget");
        JsonNode limits = budget.path("limits");
        stack.show(budget, () -> Table.of(COLUMNS, limits.isEmpty() ? budget.path("periods") : limits));
        return ExitCode.OK;
    }

    private static String scope(JsonNode line) {
        return line.path("project_id").isTextual()
                ? "project " + line.path("project_id").asText()
                : line.path("scope").asText();
    }
}
