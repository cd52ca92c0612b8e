package dev.colophon.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What topics hold and how far their consumers are. */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Shows topics and how far behind their consumers are.",
        footer = {
            "",
            "LAG is in events, OLDEST the age of the oldest one that waits.",
            "",
            "Examples:",
            "  colophon topics",
            "  colophon topics --lagging",
            "  colophon topics --json"
        })
public final class TopicsCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack = new StackOptions();

    @Option(names = "--lagging", description = "Only consumers that are behind.")
    private boolean lagging;

    @Override
    public Integer call() {
        JsonNode topics = stack.api().get("/api/v1/ops/topics");
        stack.show(topics, () -> table(topics.path("items")).toString());
        if (!stack.json()) {
            topics.path("items").forEach(this::tellDeviations);
        }
        OpsCommand.tellMissing(stack, "the broker", topics);
        return ExitCode.OK;
    }

    private Table table(JsonNode topics) {
        Table table = new Table()
                .row("TOPIC", "PARTITIONS", "RECORDS", "RATE", "KEPT", "CONSUMER", "STATE", "MEMBERS", "LAG", "OLDEST");
        for (JsonNode topic : topics) {
            boolean first = true;
            for (JsonNode consumer : topic.path("consumers")) {
                if (!lagging || consumer.path("lag").asLong() > 0) {
                    row(table, topic, consumer, first);
                    first = false;
                }
            }
            if (topic.path("consumers").isEmpty() && !lagging) {
                row(table, topic, JsonNodeFactory.instance.objectNode(), true);
            }
        }
        return table;
    }

    /** What is the same for all consumers of a topic stands once. */
    private static void row(Table table, JsonNode topic, JsonNode consumer, boolean first) {
        table.row(
                first ? topic.path("name").asText() : "",
                first ? Cells.text(topic.path("partitions")) : "",
                first ? Cells.text(topic.path("records")) : "",
                first ? Cells.rate(topic.path("events_per_second")) : "",
                first ? kept(topic) : "",
                Cells.text(consumer.path("group")),
                Cells.text(consumer.path("state")),
                Cells.text(consumer.path("members")),
                Cells.text(consumer.path("lag")),
                Cells.span(consumer.path("oldest_unhandled_age_seconds")));
    }

    private static String kept(JsonNode topic) {
        JsonNode millis = topic.path("retention_ms");
        String policy = topic.path("cleanup_policy").asText();
        if (policy.startsWith("compact")) {
            return "compacted";
        }
        return millis.asLong(-1) < 0
                ? "for ever"
                : Cells.span(JsonNodeFactory.instance.numberNode(millis.asLong() / 1_000));
    }

    private void tellDeviations(JsonNode topic) {
        topic.path("deviations").forEach(deviation -> stack.terminal()
                .note("colophon: " + topic.path("name").asText() + ": " + Cells.text(deviation)));
    }
}
