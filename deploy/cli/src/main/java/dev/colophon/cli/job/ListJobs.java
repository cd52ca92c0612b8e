package dev.colophon.cli.job;

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
import picocli.CommandLine.Parameters;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists scheduled work with its next and its last run.",
        footer = {"", "Examples:", "  colophon jobs list", "  colophon jobs list metadata --json"})
final class ListJobs implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = Service.NAMES + ". Default: all of them.")
    private @Nullable Service service;

    @Override
    public Integer call() {
        EveryService asked = EveryService.asked(stack, service, (api, one) -> api.all(one.path("/jobs")));
        return asked.show(stack, table(asked.items()).toString());
    }

    private static Table table(List<JsonNode> jobs) {
        Table table =
                new Table().row("SERVICE", "NAME", "SCHEDULE", "NEXT RUN", "LAST RUN", "OUTCOME", "TOOK", "CAME TO");
        jobs.forEach(job -> {
            JsonNode last = job.path("last_run");
            table.row(
                    job.path("service").asText(),
                    job.path("name").asText(),
                    Cells.text(job.path("schedule")),
                    job.path("running").asBoolean() ? "running" : Cells.text(job.path("next_run")),
                    Cells.text(last.path("started_at")),
                    Runs.outcome(last),
                    Runs.took(last),
                    Runs.result(last));
        });
        return table;
    }
}
