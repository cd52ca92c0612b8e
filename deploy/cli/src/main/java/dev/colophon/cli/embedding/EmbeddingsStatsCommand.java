package dev.colophon.cli.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Query;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Column;
import dev.colophon.cli.term.Table;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        description = "Shows how many chunks have their vector.",
        footer = {"", "Examples:", "  colophon embeddings stats --project-id 0198c5c2-7b1e-7000-8000-000000000000"})
final class EmbeddingsStatsCommand implements Callable<Integer> {

    private static final List<Column> MODELS = List.of(
            Column.of("MODEL", "/model"),
            Column.of("CHUNKS", "/total"),
            Column.of("COMPLETED", "/completed"),
            Column.of("PENDING", "/pending"),
            Column.of("FAILED", "/failed"));

    @Mixin
    private StackOptions stack = new StackOptions();

    @Option(names = "--project-id", paramLabel = "ID", description = "Only of this project.")
    private @Nullable String projectId;

    @Override
    public Integer call() {
        show(stack, projectId);
        return ExitCode.OK;
    }

    static void show(StackOptions stack, @Nullable String projectId) {
        JsonNode stats = stack.api()
                .get("/api/v1/embeddings/stats" + (projectId == null ? "" : "?project_id=" + Query.encoded(projectId)));
        stack.show(stats, () -> new Table()
                .row("items", stats.path("items").asText())
                .row("chunks", stats.at("/chunks/total").asText())
                .row("completed", stats.at("/chunks/completed").asText())
                .row("pending", stats.at("/chunks/pending").asText())
                .row("failed", stats.at("/chunks/failed").asText())
                .row("completion", Cells.percent(stats.path("completion_rate")))
                .above(Table.of(MODELS, stats.path("by_model"))));
    }
}
