package dev.colophon.cli.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "drop",
        mixinStandardHelpOptions = true,
        description = "Gives dead letters up for good: they are never handled.",
        footer = {
            "",
            "Examples:",
            "  colophon dead-letters drop metadata ID --reason \"test data\"",
            "  colophon dead-letters drop metadata --client ID --reason \"client is gone\" --dry-run"
        })
final class DropDeadLetters implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Mixin
    private DeadLetterChoice choice = new DeadLetterChoice();

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the log.")
    private String reason = "";

    @Option(names = "--dry-run", description = "Only count them by cause.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask whether to go on.")
    private boolean yes;

    @Override
    public Integer call() {
        DeadLetterBatch batch = new DeadLetterBatch(stack, choice, "drop");
        ObjectNode body = choice.body().put("reason", reason);
        if (dryRun) {
            JsonNode preview = batch.preview(body);
            stack.show(preview, () -> batch.text(preview));
        } else {
            JsonNode dropped = batch.carryOut(body, yes);
            stack.show(dropped, () -> dropped.path("count").asText() + " are dropped");
        }
        return ExitCode.OK;
    }
}
