package dev.colophon.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "set",
        mixinStandardHelpOptions = true,
        description =
                "Changes how fast a replay goes and what it may cost. One that is paused stays so until it is resumed.",
        footer = {
            "",
            "Examples:",
            "  colophon replay set metadata --max-cost 5",
            "  colophon replay set embedding --rate 200"
        })
final class SetReplay implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Mixin
    private ReplayTarget target = new ReplayTarget();

    @Option(names = "--rate", paramLabel = "N", description = "Events a second at most.")
    private @Nullable Integer rate;

    @Option(names = "--max-cost", paramLabel = "USD", description = "Pause when this is spent.")
    private @Nullable BigDecimal maxCost;

    @Override
    public Integer call() {
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        if (rate != null) {
            changes.put("max_per_second", rate);
        }
        if (maxCost != null) {
            changes.put("max_cost", maxCost);
        }
        if (changes.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "give --rate or --max-cost");
        }
        JsonNode replay = stack.api().patch(target.path(stack), changes);
        return target.show(stack, replay);
    }
}
