package dev.colophon.cli.replay;

import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Query;
import dev.colophon.cli.ops.Services;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists replays, the latest first.",
        footer = {"", "Examples:", "  colophon replay list", "  colophon replay list metadata --status paused --json"})
final class ListReplays implements Callable<Integer> {

    private static final List<Column> COLUMNS = List.of(
            Column.of("SERVICE", "/service"),
            Column.of("TOPIC", "/topic"),
            Column.of("STATUS", "/status"),
            Column.of("READ", "/progress/events_read"),
            Column.of("DONE", "/progress/share", Cells::percent),
            Column.of("SPENT", "/spent"),
            Column.of("BEGAN", "/created_at"),
            Column.of("FOR", "/reason"),
            Column.of("ID", "/id"));

    @Mixin
    private StackOptions stack = new StackOptions();

    @Mixin
    private Services services = new Services();

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
        return services.asked(stack, (api, one) -> api.upTo(limit, one.path("/replays") + Query.of(filters)))
                .show(stack, COLUMNS);
    }
}
