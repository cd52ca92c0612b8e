package dev.colophon.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.ops.Service;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Money;
import dev.colophon.cli.term.Table;
import java.util.StringJoiner;

/**
 * A replay as people read it.
 *
 * @param service the one that it runs in
 */
record ReplayView(Service service, JsonNode replay) {

    String text() {
        JsonNode progress = replay.path("progress");
        Table table = new Table()
                .row("id", id())
                .row("topic", replay.path("topic").asText())
                .row("status", status())
                .row(
                        "events",
                        Cells.text(progress.path("events_read")) + " of " + Cells.text(progress.path("events_total"))
                                + " read, " + Cells.text(progress.path("events_matched")) + " fit, "
                                + Cells.text(progress.path("events_unchanged")) + " unchanged, "
                                + Cells.text(progress.path("events_failed")) + " failed")
                .row(
                        "work",
                        Cells.text(replay.at("/work/pending")) + " waits, " + Cells.text(replay.at("/work/held"))
                                + " held, " + Cells.text(replay.at("/work/failed")) + " failed")
                .row("spent", money(replay.path("spent")) + cap());
        optional(table, "rate limit", replay.path("max_per_second"), "/s");
        optional(table, "reason", replay.path("reason"), "");
        optional(table, "asked for by", replay.path("requested_by"), "");
        optional(table, "began", replay.path("started_at"), "");
        optional(table, "ended", replay.path("finished_at"), "");
        optional(table, "error", replay.path("error"), "");
        return table.toString();
    }

    /** What stops it, with its numbers, and how to go on; for replays that are paused. */
    String pause() {
        JsonNode pause = replay.path("pause");
        StringJoiner text = new StringJoiner(System.lineSeparator()).add("paused: " + why(pause) + numbers(pause));
        String target = " " + service + " " + id();
        switch (pause.path("reason").asText()) {
            case "cap_reached" ->
                text.add("  raise the cap:  colophon replay set" + target + " --max-cost USD")
                        .add("  then go on:     colophon replay resume" + target);
            case "over_budget" ->
                text.add("  raise the client's limit or wait for its next period, then go on:")
                        .add("  colophon replay resume" + target);
            default -> text.add("  go on:  colophon replay resume" + target);
        }
        return text.toString();
    }

    /** What of it could not be done, and where that is told; empty where all was. */
    String failures() {
        long events = replay.at("/progress/events_failed").asLong();
        long work = replay.at("/work/failed").asLong();
        StringJoiner text = new StringJoiner(System.lineSeparator());
        if (events > 0) {
            text.add(events + " events failed: `colophon replay failures " + service + " " + id() + "` says why");
        }
        if (work > 0) {
            text.add(work + " pieces of its work failed: `colophon ops queues " + service + "`");
        }
        return text.toString();
    }

    /** How it ended without being completed. */
    String end() {
        return "the replay " + (statusAlone().equals("cancelled") ? "was cancelled" : "failed")
                + (replay.path("error").isTextual()
                        ? ": " + replay.path("error").asText()
                        : "");
    }

    String id() {
        return replay.path("id").asText();
    }

    String statusAlone() {
        return replay.path("status").asText();
    }

    private String status() {
        String reason = replay.at("/pause/reason").asText("");
        return statusAlone()
                + (statusAlone().equals("paused") && !reason.isEmpty() ? " (" + reason.replace('_', ' ') + ")" : "");
    }

    private static String why(JsonNode pause) {
        String detail = pause.path("detail").asText("");
        return detail.isEmpty() || pause.path("detail").isNull()
                ? pause.path("reason").asText().replace('_', ' ')
                : detail;
    }

    private static String numbers(JsonNode pause) {
        JsonNode numbers = pause.path("numbers");
        return numbers.isEmpty() ? "" : " (" + Cells.figures(numbers) + " USD)";
    }

    private String cap() {
        return replay.path("max_cost").isNumber() ? " of at most " + money(replay.path("max_cost")) : "";
    }

    private static String money(JsonNode usd) {
        return usd.isNumber() || usd.isTextual() ? Money.of(usd) + " USD" : "-";
    }

    private static void optional(Table table, String name, JsonNode value, String unit) {
        if (!value.isNull() && !value.isMissingNode()) {
            table.row(name, value.asText() + unit);
        }
    }
}
