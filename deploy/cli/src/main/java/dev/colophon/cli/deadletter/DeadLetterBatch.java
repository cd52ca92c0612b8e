package dev.colophon.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Confirmation;
import dev.colophon.cli.term.Progress;
import dev.colophon.cli.term.Table;
import dev.colophon.cli.work.Following;
import java.util.ArrayList;
import java.util.List;

/** Many dead letters at once: counted by cause first, then confirmed, then carried out. */
final class DeadLetterBatch {

    private final StackOptions stack;
    private final DeadLetterChoice choice;
    private final String action;

    /** @param action {@code redrive} or {@code drop}, as addresses and people name it */
    DeadLetterBatch(StackOptions stack, DeadLetterChoice choice, String action) {
        this.stack = stack;
        this.choice = choice;
        this.action = action;
    }

    /** How many there are, by cause; changes nothing. */
    JsonNode preview(ObjectNode body) {
        return stack.api().post(choice.path(action), body.deepCopy().put("dry_run", true));
    }

    String text(JsonNode preview) {
        List<JsonNode> causes = new ArrayList<>();
        preview.path("causes")
                .forEach(cause -> causes.add(((ObjectNode) cause.deepCopy())
                        .put("service", choice.service().toString())));
        return Table.of(DeadLetterCauses.COLUMNS, causes) + System.lineSeparator()
                + preview.path("count").asText() + " dead letters";
    }

    /** Carries it out once it is confirmed. */
    JsonNode carryOut(ObjectNode body, boolean yes) {
        if (!yes) {
            JsonNode preview = preview(body);
            Confirmation.at(stack.terminal())
                    .ask(
                            text(preview),
                            "Do you want to " + action + " "
                                    + preview.path("count").asText() + "?",
                            preview.path("count").asLong() == 0);
        }
        return stack.api().post(choice.path(action), body);
    }

    /** Waits until none of those meant is queued any more; says how many wait again. */
    long followed(long count) {
        try (Progress progress = stack.terminal().progress("redriving")) {
            new Following(LongNode.valueOf(count), () -> LongNode.valueOf(counted("queued")))
                    .until(left -> left.asLong() == 0, left -> progress.at(Math.max(0, count - left.asLong()), count));
        }
        return counted("waiting");
    }

    private long counted(String state) {
        return stack.api().all(choice.causes(state)).stream()
                .mapToLong(cause -> cause.path("count").asLong())
                .sum();
    }
}
