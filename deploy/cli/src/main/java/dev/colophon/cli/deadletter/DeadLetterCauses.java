package dev.colophon.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.ops.EveryService;
import dev.colophon.cli.ops.Service;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Table;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "causes",
        mixinStandardHelpOptions = true,
        description = "Counts waiting dead letters by what went wrong.",
        footer = {"", "Examples:", "  colophon dead-letters causes", "  colophon dead-letters causes metadata --from 6h"
        })
final class DeadLetterCauses implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = Service.NAMES + ". Default: all of them.")
    private @Nullable Service service;

    @Mixin
    private DeadLetterFilter filter = new DeadLetterFilter();

    @Override
    public Integer call() {
        EveryService asked = EveryService.asked(
                stack, service, (api, one) -> api.all(one.path("/dead-letters/causes") + filter.query("waiting")));
        return asked.show(stack, table(asked.items()).toString());
    }

    /** A line for each cause. */
    static Table table(Iterable<JsonNode> causes) {
        Table table = new Table().row("SERVICE", "COUNT", "TOPIC", "ERROR", "OLDEST", "NEWEST", "MESSAGE");
        causes.forEach(cause -> table.row(
                Cells.text(cause.path("service")),
                Cells.text(cause.path("count")),
                Cells.text(cause.path("topic")),
                Cells.text(cause.path("error_class")),
                Cells.text(cause.path("oldest")),
                Cells.text(cause.path("newest")),
                Cells.text(cause.path("error_message"))));
        return table;
    }
}
