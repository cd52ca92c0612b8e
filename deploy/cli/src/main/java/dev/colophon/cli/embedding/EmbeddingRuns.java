package dev.colophon.cli.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Money;
import dev.colophon.cli.term.Progress;
import dev.colophon.cli.term.Table;
import dev.colophon.cli.work.Following;
import java.util.Set;

/** Backfills and migrations, as commands show and follow them. */
final class EmbeddingRuns {

    private static final Set<String> UNDER_WAY = Set.of("running");

    private final StackOptions stack;

    EmbeddingRuns(StackOptions stack) {
        this.stack = stack;
    }

    /** What it would take, with its price. */
    static Table plan(JsonNode plan) {
        return new Table()
                .row("chunks", plan.path("chunks").asText())
                .row("to embed", plan.path("to_embed").asText())
                .row("known already", Cells.percent(plan.path("cached_share")))
                .row("tokens", plan.path("tokens").asText())
                .row("cost", price(plan.path("cost")));
    }

    static String price(JsonNode cost) {
        return cost.path("usd").isNull() || cost.path("usd").isMissingNode()
                ? "not known: " + Cells.words(cost.path("status"))
                : Money.of(cost.path("usd")) + " USD";
    }

    /** Waits until a run has ended, or is paused. */
    JsonNode follow(String path, JsonNode begun, boolean quiet, String what) {
        try (Progress progress = stack.terminal().progress(what)) {
            return new Following(begun, () -> stack.api()
                            .get(path + "/" + begun.path("id").asText()))
                    .whileIn(UNDER_WAY, run -> {
                        if (!quiet) {
                            progress.at(
                                    run.at("/chunks/completed").asLong()
                                            + run.at("/chunks/failed").asLong(),
                                    run.at("/chunks/total").asLong());
                        }
                    });
        }
    }

    void show(JsonNode run) {
        stack.show(run, () -> table(run));
    }

    private static Table table(JsonNode run) {
        Table table = new Table().row("id", run.path("id").asText());
        if (run.has("to_model")) {
            table.row("to model", run.path("to_model").asText());
        }
        table.row("status", run.path("status").asText())
                .row("chunks", run.at("/chunks/total").asText())
                .row("completed", run.at("/chunks/completed").asText())
                .row("pending", run.at("/chunks/pending").asText())
                .row("failed", run.at("/chunks/failed").asText())
                .row("completion", Cells.percent(run.path("completion_rate")));
        if (run.path("last_error").isTextual()) {
            table.row("error", run.path("last_error").asText());
        }
        return table;
    }
}
