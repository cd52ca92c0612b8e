package dev.colophon.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Table;

/** Runs of jobs, as people read them. */
final class Runs {

    private Runs() {}

    static Table table(Iterable<JsonNode> runs) {
        Table table = new Table().row("BEGAN", "OUTCOME", "TOOK", "CAME TO", "ASKED BY", "ID");
        runs.forEach(run -> table.row(
                Cells.text(run.path("started_at")),
                outcome(run),
                took(run),
                result(run),
                Cells.text(run.path("requested_by")),
                Cells.text(run.path("id"))));
        return table;
    }

    static boolean isOver(JsonNode run) {
        return run.path("finished_at").isTextual();
    }

    static String outcome(JsonNode run) {
        return run.path("id").isTextual() && !isOver(run) ? "running" : Cells.text(run.path("outcome"));
    }

    static String took(JsonNode run) {
        JsonNode millis = run.path("duration_ms");
        if (!millis.isNumber()) {
            return "-";
        }
        return millis.asLong() < 1_000
                ? millis.asLong() + " ms"
                : Cells.span(DoubleNode.valueOf(millis.asDouble() / 1_000));
    }

    /** Its error, else its figures. */
    static String result(JsonNode run) {
        return run.path("error").isTextual() ? run.path("error").asText() : Cells.figures(run.path("result"));
    }
}
