package dev.colophon.cli.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Named;
import dev.colophon.cli.term.Column;
import dev.colophon.cli.term.Progress;
import dev.colophon.cli.work.Following;
import java.util.List;
import java.util.Set;

/** Runs of sources, as commands follow and show them. */
final class SourceRuns {

    private static final Set<String> UNDER_WAY = Set.of("queued", "running", "waiting");

    static final List<Column> COLUMNS = List.of(
            Column.of("BEGAN", "/created_at"),
            new Column("STATUS", SourceRuns::status),
            Column.of("SEEN", "/items_seen"),
            Column.of("NEW", "/items_captured"),
            Column.of("SAME", "/items_unchanged"),
            Column.of("REMOVED", "/items_removed"),
            Column.of("FAILED", "/items_failed"),
            new Column("WAITED", SourceRuns::waited),
            Column.of("ID", "/id"),
            Column.of("ERROR", "/error", error -> error.isTextual() ? error.asText() : ""));

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
        stack.show(run, () -> summary(run));
        if (run.path("status").asText().equals("succeeded")) {
            return ExitCode.OK;
        }
        if (!stack.json()) {
            stack.terminal()
                    .note("colophon: the run " + run.path("status").asText() + ": "
                            + run.path("error").asText("no reason given"));
        }
        return ExitCode.FAILURE;
    }

    private static String summary(JsonNode run) {
        return run.path("items_captured").asLong() + " items captured, "
                + run.path("items_unchanged").asLong() + " unchanged, "
                + run.path("items_removed").asLong() + " removed, "
                + run.path("items_failed").asLong() + " failed";
    }

    private static String status(JsonNode run) {
        return run.path("status").asText() + (run.path("full").asBoolean() ? " (full)" : "");
    }

    private static String waited(JsonNode run) {
        long seconds = 0;
        for (JsonNode wait : run.path("waits")) {
            seconds += wait.path("seconds").asLong();
        }
        return seconds + " s";
    }
}
