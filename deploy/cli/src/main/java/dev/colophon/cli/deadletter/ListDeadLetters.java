package dev.colophon.cli.deadletter;

import dev.colophon.cli.StackOptions;
import dev.colophon.cli.ops.Services;
import dev.colophon.cli.term.Column;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    private static final List<Column> COLUMNS = List.of(
            Column.of("SERVICE", "/service"),
            Column.of("FAILED", "/failed_at"),
            Column.of("TOPIC", "/topic"),
            Column.of("TYPE", "/event_type"),
            Column.of("ERROR", "/error_class"),
            Column.of("TRIES", "/attempts"),
            Column.of("REDRIVES", "/redrives"),
            Column.of("STATE", "/state"),
            Column.of("ID", "/id"));

    @Mixin
    private StackOptions stack = new StackOptions();

    @Mixin
    private Services services = new Services();

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
        return services.asked(stack, (api, one) -> api.upTo(limit, one.path("/dead-letters") + filter.query(state)))
                .show(stack, COLUMNS);
    }
}
