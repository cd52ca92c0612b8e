package dev.colophon.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.ops.Service;
import dev.colophon.cli.term.Confirmation;
import dev.colophon.cli.term.Progress;
import dev.colophon.cli.work.Following;
import java.util.Set;

/**
 * A replay from the question what it takes to what came of it. What runs, runs in the service: whoever stops watching
 * does not stop it.
 */
public final class ReplayRun {

    private static final Set<String> BEFORE = Set.of("estimating");
    private static final Set<String> UNDER_WAY = Set.of("estimating", "running");

    private final StackOptions stack;
    private final Service service;

    public ReplayRun(StackOptions stack, Service service) {
        this.stack = stack;
        this.service = service;
    }

    /** Finds out what it takes, asks whether to go on, and follows it to its end; says how the command ends. */
    public int carryOut(ObjectNode wanted, ReplayTerms terms) {
        ObjectNode body = terms.addTo(wanted);
        JsonNode planned = planned(body);
        ReplayEstimate estimate = new ReplayEstimate(planned);
        if (!planned.path("status").asText().equals("estimated")) {
            return ended(planned);
        }
        if (terms.dryRun()) {
            stack.show(planned, estimate::text);
            return ExitCode.OK;
        }
        confirm(estimate, terms);
        JsonNode begun = stack.api()
                .post(
                        service.path("/replays"),
                        body.put("dry_run_id", planned.path("id").asText()));
        if (terms.detach()) {
            stack.show(begun, () -> begun.path("id").asText());
            return ExitCode.OK;
        }
        stack.terminal()
                .note("it runs by itself; `colophon replay watch " + service + " "
                        + begun.path("id").asText() + "` shows it again");
        return ended(followed(begun));
    }

    /** Shows how far it is until it comes to rest. */
    JsonNode followed(JsonNode begun) {
        JsonNode estimated = counted("estimating", begun, BEFORE);
        return UNDER_WAY.contains(estimated.path("status").asText())
                ? counted("replaying", estimated, UNDER_WAY)
                : estimated;
    }

    /** Shows what came of it, and says how the command ends. */
    int ended(JsonNode replay) {
        ReplayView view = new ReplayView(service, replay);
        String status = replay.path("status").asText();
        stack.show(replay, status.equals("estimated") ? new ReplayEstimate(replay)::text : view::text);
        return switch (status) {
            case "completed" -> told(view.failures(), ExitCode.FAILURE);
            case "paused" -> told(view.pause(), ExitCode.PAUSED);
            case "estimated" -> ExitCode.OK;
            default -> told(view.end(), ExitCode.FAILURE);
        };
    }

    /** Well where there is nothing to tell. */
    private int told(String what, int otherwise) {
        if (what.isEmpty()) {
            return ExitCode.OK;
        }
        stack.terminal().note("colophon: " + what);
        return otherwise;
    }

    private JsonNode planned(ObjectNode body) {
        ObjectNode question = body.deepCopy().put("dry_run", true);
        return counted("estimating", stack.api().post(service.path("/replays"), question), BEFORE);
    }

    private void confirm(ReplayEstimate estimate, ReplayTerms terms) {
        String warning = estimate.warning(terms.maxCost());
        String plan = estimate.text() + (warning.isEmpty() ? "" : System.lineSeparator() + warning);
        if (terms.yes()) {
            stack.terminal().note(plan);
        }
        Confirmation.at(stack.terminal()).ask(plan, estimate.question(terms.maxCost()), terms.yes());
    }

    private JsonNode counted(String what, JsonNode begun, Set<String> statuses) {
        String path = service.path("/replays/") + begun.path("id").asText();
        try (Progress progress = stack.terminal().progress(what)) {
            return new Following(begun, () -> stack.api().get(path)).whileIn(statuses, replay -> {
                if (statuses.contains(replay.path("status").asText()) || replay != begun) {
                    show(progress, replay);
                }
            });
        }
    }

    private static void show(Progress progress, JsonNode replay) {
        JsonNode counts = replay.path("progress");
        long total = counts.path("events_total").asLong();
        long waits = replay.at("/work/pending").asLong();
        progress.at(
                // by its share: a compacted topic holds fewer events than its range has places
                Math.round(counts.path("share").asDouble() * total),
                total,
                counts.path("events_per_second").asDouble(),
                waits > 0 ? ", " + waits + " at work" : "");
    }
}
