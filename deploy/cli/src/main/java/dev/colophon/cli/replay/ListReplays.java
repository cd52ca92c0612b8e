package dev.colophon.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Query;
import dev.colophon.cli.ops.EveryService;
import dev.colophon.cli.ops.Service;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Money;
import dev.colophon.cli.term.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists replays, the latest first.",
        footer = {"", "Examples:", "  colophon replay list", "  colophon replay list metadata --status paused --json"})
final class ListReplays implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = Service.NAMES + ". Default: all of them.")
    private @Nullable Service service;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Only these: estimating, estimated, running, paused, completed, cancelled or failed.")
    private @Nullable String status;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Only of this topic.")
    private @Nullable String topic;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many of a service. Default: ${DEFAULT-VALUE}.")
    private int limit = 20;

    @Override
    public Integer call() {
        Map<String, @Nullable String> filters = new LinkedHashMap<>();
        filters.put("status", status);
        filters.put("topic", topic);
        EveryService asked = EveryService.asked(
                stack, service, (api, one) -> api.upTo(limit, one.path("/replays") + Query.of(filters)));
        return asked.show(stack, table(asked.items()).toString());
    }

    private static Table table(List<JsonNode> replays) {
        Table table = new Table().row("SERVICE", "TOPIC", "STATUS", "READ", "DONE", "SPENT", "BEGAN", "FOR", "ID");
        replays.forEach(replay -> table.row(
                replay.path("service").asText(),
                replay.path("topic").asText(),
                replay.path("status").asText(),
                Cells.text(replay.at("/progress/events_read")),
                Cells.percent(replay.at("/progress/share")),
                replay.path("spent").isNull() ? "-" : Money.of(replay.path("spent")),
                Cells.text(replay.path("created_at")),
                Cells.text(replay.path("reason")),
                replay.path("id").asText()));
        return table;
    }
}
