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
        name = "failures",
        mixinStandardHelpOptions = true,
        description = "Lists the events that a replay passed over because they cannot be read or handled, and why.")
final class ReplayFailures implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Mixin
    private ReplayTarget target = new ReplayTarget();

    @Override
    public Integer call() {
        List<JsonNode> failures = stack.api().all(target.path(stack) + "/failures");
        stack.show(JsonNodeFactory.instance.arrayNode().addAll(failures), () -> table(failures)
                .toString());
        return ExitCode.OK;
    }

    private static Table table(List<JsonNode> failures) {
        Table table = new Table().row("PARTITION", "OFFSET", "FAILED", "ERROR", "MESSAGE");
        failures.forEach(failure -> table.row(
                Cells.text(failure.path("partition")),
                Cells.text(failure.path("offset")),
                Cells.text(failure.path("failed_at")),
                Cells.text(failure.path("error_class")),
                Cells.text(failure.path("error"))));
        return table;
    }
}
