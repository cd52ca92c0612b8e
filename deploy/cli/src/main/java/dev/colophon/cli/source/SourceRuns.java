package dev.colophon.cli.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Named;
import dev.colophon.cli.term.Progress;
import dev.colophon.cli.term.Table;
import dev.colophon.cli.work.Following;
import java.util.Set;

/** Runs of sources, as commands follow and show them. */
final class SourceRuns {

    private static final Set<String> UNDER_WAY = Set.of("queued", "running", "waiting");

    private final StackOptions stack;

    SourceRuns(StackOptions stack) {
        this.stack = stack;
    }

    /** Waits until a run has ended, and says meanwhile what it does. */
    JsonNode follow(JsonNode source, JsonNode begun) {
        String path = Named.sources(stack.api()).path(source) + "/runs/"
                + begun.path("id").asText();
        try (Progress progress =
                stack.terminal().progress("syncing " + source.path("name").asText())) {
            return new Following(begun, () -> stack.api().get(path)).whileIn(UNDER_WAY, run -> progress.at(state(run)));
        }
    }

    private static String state(JsonNode run) {
        String counts = run.path("items_seen").asLong() + " items read, "
                + run.path("items_captured").asLong() + " new";
        JsonNode waits = run.path("waits");
        if (!run.path("status").asText().equals("waiting") || waits.isEmpty()) {
            return counts;
        }
        JsonNode wait = waits.get(waits.size() - 1);
        return counts + "; waits until " + wait.path("until").asText() + ": "
                + wait.path("reason").asText();
    }

    /** Shows a run that has ended, and fails where it did. */
    int show(JsonNode run) {
        boolean succeeded = run.path("status").asText().equals("succeeded");
        if (stack.json()) {
            stack.terminal().json(run);
        } else {
            stack.terminal().print(summary(run));
        }
        if (!succeeded && !stack.json()) {
            stack.terminal()
                    .note("colophon: the run " + run.path("status").asText() + ": "
                            + run.path("error").asText("no reason given"));
        }
        return succeeded ? ExitCode.OK : ExitCode.FAILURE;
    }

    private static String summary(JsonNode run) {
        return run.path("items_captured").asLong() + " items captured, "
                + run.path("items_unchanged").asLong() + " unchanged, "
                + run.path("items_removed").asLong() + " removed, "
                + run.path("items_failed").asLong() + " failed";
    }

    static Table table(Iterable<JsonNode> runs) {
        Table table =
                new Table().row("BEGAN", "STATUS", "SEEN", "NEW", "SAME", "REMOVED", "FAILED", "WAITED", "ID", "ERROR");
        for (JsonNode run : runs) {
            table.row(
                    run.path("created_at").asText(),
                    run.path("status").asText() + (run.path("full").asBoolean() ? " (full)" : ""),
                    run.path("items_seen").asText(),
                    run.path("items_captured").asText(),
                    run.path("items_unchanged").asText(),
                    run.path("items_removed").asText(),
                    run.path("items_failed").asText(),
                    waited(run) + " s",
                    run.path("id").asText(),
                    run.path("error").isTextual() ? run.path("error").asText() : "");
        }
        return table;
    }

    private static long waited(JsonNode run) {
        long seconds = 0;
        for (JsonNode wait : run.path("waits")) {
            seconds += wait.path("seconds").asLong();
        }
        return seconds;
    }
}
