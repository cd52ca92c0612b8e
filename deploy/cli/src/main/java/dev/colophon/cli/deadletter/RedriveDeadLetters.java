package dev.colophon.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Column;
import dev.colophon.cli.term.Table;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "redrive",
        mixinStandardHelpOptions = true,
        description = {
            "Has dead letters handled again, in the service that could not handle them.",
            "What it has handled meanwhile is not handled twice. What fails again waits again."
        },
        footer = {
            "",
            "Ends with 1 where some fail again.",
            "",
            "Examples:",
            "  colophon dead-letters redrive metadata --error IllegalArgumentException --dry-run",
            "  colophon dead-letters redrive metadata --topic colophon.items --rate 50 --yes",
            "  colophon dead-letters redrive metadata ID --payload event.json --reason \"mended the date\"",
            "  jq '.name = \"Kafka\"' event.json | colophon dead-letters redrive metadata ID --payload -"
        })
final class RedriveDeadLetters implements Callable<Integer> {

    private static final List<Column> OUTCOMES =
            List.of(Column.of("ID", "/id"), Column.of("STATE", "/state"), Column.of("ERROR", "/error"));

    @Mixin
    private StackOptions stack = new StackOptions();

    @Mixin
    private DeadLetterChoice choice = new DeadLetterChoice();

    @Option(
            names = "--payload",
            paramLabel = "FILE",
            description = "Handle this instead of what was received; - for standard input. With one ID.")
    private @Nullable String payload;

    @Option(names = "--force", description = "Also what was redriven in vain too often already.")
    private boolean force;

    @Option(names = "--rate", paramLabel = "N", description = "So many a second at most.")
    private @Nullable Integer rate;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the log.")
    private @Nullable String reason;

    @Option(names = "--dry-run", description = "Only count them by cause.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask whether to go on.")
    private boolean yes;

    @Option(names = "--detach", description = "Do not wait for the end.")
    private boolean detach;

    @Override
    public Integer call() {
        checkOptions();
        DeadLetterBatch batch = new DeadLetterBatch(stack, choice, "redrive");
        if (dryRun) {
            JsonNode preview = batch.preview(choice.body().put("force", force));
            stack.show(preview, () -> batch.text(preview));
            return ExitCode.OK;
        }
        return choice.ids().isEmpty() ? many(batch) : named(choice.ids());
    }

    private void checkOptions() {
        int named = choice.ids().size();
        if (payload != null && named != 1) {
            throw new CommandFailure(ExitCode.USAGE, "--payload goes with one ID");
        }
        if (named > 0 && (rate != null || detach)) {
            throw new CommandFailure(ExitCode.USAGE, "--rate and --detach go with a filter or --all");
        }
    }

    /** One after the other: how each fares is known at once. */
    private int named(List<String> ids) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("force", force);
        if (payload != null) {
            body.put("payload", Payloads.read(payload));
        }
        if (reason != null) {
            body.put("reason", reason);
        }
        ObjectNode outcomes = JsonNodeFactory.instance.objectNode();
        ArrayNode items = outcomes.putArray("items");
        for (String id : ids) {
            items.addObject().put("id", id).setAll(redriven(id, body));
        }
        stack.show(outcomes, () -> Table.of(OUTCOMES, items));
        boolean allRedriven = true;
        for (JsonNode item : items) {
            allRedriven &= item.path("state").asText().equals("redriven");
        }
        return allRedriven ? ExitCode.OK : ExitCode.FAILURE;
    }

    /** One that is refused does not keep the others from their turn. */
    private ObjectNode redriven(String id, ObjectNode body) {
        try {
            return (ObjectNode) stack.api().post(choice.path(id) + "/redrive", body);
        } catch (CommandFailure failure) {
            if (failure.exitCode() != ExitCode.FAILURE) {
                throw failure;
            }
            return JsonNodeFactory.instance.objectNode().put("state", "refused").put("error", failure.getMessage());
        }
    }

    private int many(DeadLetterBatch batch) {
        ObjectNode body = choice.body().put("force", force);
        if (rate != null) {
            body.put("max_per_second", rate);
        }
        if (reason != null) {
            body.put("reason", reason);
        }
        JsonNode queued = batch.carryOut(body, yes);
        long count = queued.path("count").asLong();
        if (detach) {
            stack.show(queued, () -> count + " are queued");
            return ExitCode.OK;
        }
        long waiting = batch.followed(count);
        ObjectNode outcome =
                JsonNodeFactory.instance.objectNode().put("count", count).put("waiting", waiting);
        stack.show(
                outcome,
                () -> new Table().row("redriven", Long.toString(count)).row("waiting now", Long.toString(waiting)));
        if (waiting > 0) {
            stack.terminal()
                    .note("colophon: some wait: `colophon dead-letters causes " + choice.service() + "` says why");
        }
        return waiting > 0 ? ExitCode.FAILURE : ExitCode.OK;
    }
}
