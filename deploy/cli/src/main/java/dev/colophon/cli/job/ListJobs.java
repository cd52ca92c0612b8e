package dev.colophon.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.ops.Services;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Column;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists scheduled work with its next and its last run.",
        footer = {"", "Examples:", "  colophon jobs list", "  colophon jobs list metadata --json"})
final class ListJobs implements Callable<Integer> {

    private static final List<Column> COLUMNS = List.of(
            Column.of("SERVICE", "/service"),
            Column.of("NAME", "/name"),
            Column.of("SCHEDULE", "/schedule"),
            new Column("NEXT RUN", ListJobs::next),
            Column.of("LAST RUN", "/last_run/started_at"),
            Column.of("OUTCOME", "/last_run", Runs::outcome),
            Column.of("TOOK", "/last_run", Runs::took),
            Column.of("CAME TO", "/last_run", Runs::result));

    @Mixin
    private StackOptions stack = new StackOptions();

    @Mixin
    private Services services = new Services();

    @Override
    public Integer call() {
        return services.asked(stack, (api, one) -> api.all(one.path("/jobs"))).show(stack, COLUMNS);
    }

    private static String next(JsonNode job) {
        return job.path("running").asBoolean() ? "running" : Cells.text(job.path("next_run"));
    }
}
