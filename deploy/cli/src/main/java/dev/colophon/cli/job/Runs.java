package dev.colophon.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Column;
import java.util.List;

/** Runs of jobs, as people read them. */
final class Runs {

    static final List<Column> COLUMNS = List.of(
            Column.of("BEGAN", "/started_at"),
            new Column("OUTCOME", Runs::outcome),
            new Column("TOOK", Runs::took),
            new Column("CAME TO", Runs::result),
            Column.of("ASKED BY", "/requested_by"),
            Column.of("ID", "/id"));

    private Runs() {}

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
