package dev.colophon.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.CommandGroup;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What services say of themselves. */
@Command(
        name = "ops",
        mixinStandardHelpOptions = true,
        description =
                "Shows what services are at: consumers, queues of work by age, what waits to be published, providers.",
        subcommands = {OpsCommand.Status.class, OpsCommand.Queues.class},
        footer = {
            "",
            "A service that is away is told, and the others are shown; the command ends with 3 then.",
            "",
            "Examples:",
            "  colophon ops status",
            "  colophon ops status usage --json",
            "  colophon ops queues"
        })
public final class OpsCommand extends CommandGroup {

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Shows consumers, queues of work, what waits to be published, and providers of models.")
    static final class Status implements Callable<Integer> {

        @Mixin
        private StackOptions stack = new StackOptions();

        @Mixin
        private Services services = new Services();

        @Override
        public Integer call() {
            EveryService asked = services.asked(stack, (api, one) -> List.of(api.get(one.path("/status"))));
            List<JsonNode> all = asked.items();
            int outcome = asked.show(stack, () -> StatusTables.all(all));
            all.forEach(one -> tellMissing(stack, one.path("service").asText(), one));
            return outcome;
        }
    }

    @Command(
            name = "queues",
            mixinStandardHelpOptions = true,
            description = "Shows queues of work, what has waited longest first.")
    static final class Queues implements Callable<Integer> {

        @Mixin
        private StackOptions stack = new StackOptions();

        @Mixin
        private Services services = new Services();

        @Override
        public Integer call() {
            EveryService asked = services.asked(stack, (api, one) -> {
                List<JsonNode> queues = new ArrayList<>();
                api.get(one.path("/status")).path("work_queues").forEach(queues::add);
                return queues;
            });
            return asked.show(stack, () -> StatusTables.queues(asked.items()));
        }
    }

    /** Says what an answer lacks because broker or database did not tell it in time. */
    static void tellMissing(StackOptions stack, String whose, JsonNode answer) {
        if (!answer.path("missing").isEmpty()) {
            stack.terminal().note("colophon: " + whose + " cannot tell: " + Cells.list(answer.path("missing")));
        }
    }
}
