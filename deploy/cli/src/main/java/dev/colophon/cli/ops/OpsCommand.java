package dev.colophon.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.CommandGroup;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

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

        @Parameters(arity = "0..1", paramLabel = "SERVICE", description = Service.NAMES + ". Default: all of them.")
        private @Nullable Service service;

        @Override
        public Integer call() {
            EveryService asked =
                    EveryService.asked(stack, service, (api, one) -> List.of(api.get(one.path("/status"))));
            List<JsonNode> all = asked.items();
            String blank = System.lineSeparator() + System.lineSeparator();
            String text = Stream.of(
                            StatusTables.consumers(all),
                            StatusTables.queues(of(all, "work_queues")),
                            StatusTables.outboxes(all),
                            StatusTables.providers(of(all, "providers")))
                    .map(Table::toString)
                    .collect(Collectors.joining(blank));
            int outcome = asked.show(stack, text);
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

        @Parameters(arity = "0..1", paramLabel = "SERVICE", description = Service.NAMES + ". Default: all of them.")
        private @Nullable Service service;

        @Override
        public Integer call() {
            EveryService asked = EveryService.asked(stack, service, (api, one) -> {
                List<JsonNode> queues = new ArrayList<>();
                api.get(one.path("/status")).path("work_queues").forEach(queues::add);
                return queues;
            });
            return asked.show(stack, StatusTables.queues(asked.items()).toString());
        }
    }

    /** Says what an answer lacks because broker or database did not tell it in time. */
    static void tellMissing(StackOptions stack, String whose, JsonNode answer) {
        if (!answer.path("missing").isEmpty()) {
            stack.terminal().note("colophon: " + whose + " cannot tell: " + Cells.list(answer.path("missing")));
        }
    }

    /** The elements of each service's list, with their service. */
    static List<JsonNode> of(List<JsonNode> services, String list) {
        List<JsonNode> elements = new ArrayList<>();
        for (JsonNode service : services) {
            for (JsonNode element : service.path(list)) {
                elements.add(((ObjectNode) element.deepCopy())
                        .put("service", service.path("service").asText()));
            }
        }
        return elements;
    }
}
