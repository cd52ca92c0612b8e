package dev.colophon.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Shows who did what to a replay, and what happened to it.")
final class AuditReplay implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Mixin
    private ReplayTarget target = new ReplayTarget();

    @Override
    public Integer call() {
        List<JsonNode> entries = stack.api().all(target.path(stack) + "/audit");
        stack.show(JsonNodeFactory.instance.arrayNode().addAll(entries), () -> table(entries)
                .toString());
        return ExitCode.OK;
    }

    private static Table table(List<JsonNode> entries) {
        Table table = new Table().row("AT", "WHO", "WHAT", "DETAIL");
        entries.forEach(entry -> table.row(
                Cells.text(entry.path("at")),
                Cells.text(entry.path("actor")),
                Cells.text(entry.path("action")),
                Cells.figures(entry.path("detail"))));
        return table;
    }
}
