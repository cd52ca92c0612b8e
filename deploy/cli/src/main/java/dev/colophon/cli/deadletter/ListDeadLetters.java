package dev.colophon.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.ops.EveryService;
import dev.colophon.cli.ops.Service;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Table;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists dead letters, the latest first.",
        footer = {
            "",
            "Examples:",
            "  colophon dead-letters list",
            "  colophon dead-letters list metadata --state queued --json"
        })
final class ListDeadLetters implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = Service.NAMES + ". Default: all of them.")
    private @Nullable Service service;

    @Mixin
    private DeadLetterFilter filter = new DeadLetterFilter();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "waiting, queued, redriven or dropped. Default: waiting.")
    private String state = "waiting";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "How many of a service. Default: ${DEFAULT-VALUE}.")
    private int limit = 50;

    @Override
    public Integer call() {
        EveryService asked = EveryService.asked(
                stack, service, (api, one) -> api.upTo(limit, one.path("/dead-letters") + filter.query(state)));
        return asked.show(stack, table(asked.items()).toString());
    }

    private static Table table(List<JsonNode> letters) {
        Table table =
                new Table().row("SERVICE", "FAILED", "TOPIC", "TYPE", "ERROR", "TRIES", "REDRIVES", "STATE", "ID");
        letters.forEach(letter -> table.row(
                letter.path("service").asText(),
                Cells.text(letter.path("failed_at")),
                Cells.text(letter.path("topic")),
                Cells.text(letter.path("event_type")),
                Cells.text(letter.path("error_class")),
                Cells.text(letter.path("attempts")),
                Cells.text(letter.path("redrives")),
                Cells.text(letter.path("state")),
                letter.path("id").asText()));
        return table;
    }
}
