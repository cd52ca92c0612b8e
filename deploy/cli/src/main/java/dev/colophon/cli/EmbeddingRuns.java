package dev.colophon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.term.Money;
import dev.colophon.cli.term.Progress;
import dev.colophon.cli.term.Table;
import java.io.Console;
import java.util.Set;

/** Backfills and migrations, as commands show, confirm and follow them. */
final class EmbeddingRuns {

    private static final long PAUSE_MILLIS = 1_000;
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
                .row("known already", EmbeddingsStatsCommand.percent(plan.path("cached_share")))
                .row("tokens", plan.path("tokens").asText())
                .row("cost", price(plan.path("cost")));
    }

    static String price(JsonNode cost) {
        return cost.path("usd").isNull() || cost.path("usd").isMissingNode()
                ? "not known: " + cost.path("status").asText().replace('_', ' ')
                : Money.of(cost.path("usd")) + " USD";
    }

    /** Asks whoever watches; where nobody does, the answer must have been given before. */
    void confirm(Table plan, boolean given) {
        if (given) {
            return;
        }
        stack.terminal().note(plan.toString());
        Console console = System.console();
        if (console == null) {
            throw new CommandFailure(ExitCode.USAGE, "nobody is there to confirm this: add --yes");
        }
        String answer = console.readLine("Go on? [y/N] ");
        if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
            throw new CommandFailure(ExitCode.FAILURE, "not confirmed");
        }
    }

    /** Waits until a run has ended, or is paused. */
    JsonNode follow(String path, JsonNode begun, boolean quiet, String what) throws InterruptedException {
        JsonNode run = begun;
        try (Progress progress = stack.terminal().progress(what)) {
            while (UNDER_WAY.contains(run.path("status").asText())) {
                if (!quiet) {
                    progress.at(
                            run.at("/chunks/completed").asLong()
                                    + run.at("/chunks/failed").asLong(),
                            run.at("/chunks/total").asLong());
                }
                Thread.sleep(PAUSE_MILLIS);
                run = stack.api().get(path + "/" + begun.path("id").asText());
            }
        }
        return run;
    }

    void show(JsonNode run) {
        if (stack.json()) {
            stack.terminal().json(run);
            return;
        }
        Table table = new Table().row("id", run.path("id").asText());
        if (run.has("to_model")) {
            table.row("to model", run.path("to_model").asText());
        }
        table.row("status", run.path("status").asText())
                .row("chunks", run.at("/chunks/total").asText())
                .row("completed", run.at("/chunks/completed").asText())
                .row("pending", run.at("/chunks/pending").asText())
                .row("failed", run.at("/chunks/failed").asText())
                .row("completion", EmbeddingsStatsCommand.percent(run.path("completion_rate")));
        if (run.path("last_error").isTextual()) {
            table.row("error", run.path("last_error").asText());
        }
        stack.terminal().print(table.toString());
    }
}
