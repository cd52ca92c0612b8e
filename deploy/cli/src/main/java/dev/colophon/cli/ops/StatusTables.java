package dev.colophon.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Table;
import java.util.Comparator;
import java.util.List;

/** What services say of themselves, as tables. */
final class StatusTables {

    private static final Comparator<JsonNode> LONGEST_FIRST = Comparator.<JsonNode>comparingDouble(
                    queue -> queue.path("oldest_age_seconds").asDouble())
            .reversed();

    private StatusTables() {}

    static Table queues(List<JsonNode> queues) {
        Table table = new Table().row("SERVICE", "QUEUE", "PENDING", "DUE", "AT WORK", "HELD", "FAILED", "OLDEST");
        queues.stream()
                .sorted(LONGEST_FIRST)
                .forEach(queue -> table.row(
                        queue.path("service").asText(),
                        queue.path("queue").asText(),
                        Cells.text(queue.path("pending")),
                        Cells.text(queue.path("due")),
                        Cells.text(queue.path("leased")),
                        Cells.text(queue.path("held")),
                        Cells.text(queue.path("failed")),
                        Cells.span(queue.path("oldest_age_seconds"))));
        return table;
    }

    static Table consumers(List<JsonNode> services) {
        Table table = new Table().row("SERVICE", "CONSUMER", "TOPIC", "STATE", "MEMBERS", "LAG", "OLDEST");
        OpsCommand.of(services, "consumers")
                .forEach(consumer -> table.row(
                        consumer.path("service").asText(),
                        Cells.text(consumer.path("group")),
                        Cells.text(consumer.path("topic")),
                        Cells.text(consumer.path("state")),
                        Cells.text(consumer.path("members")),
                        Cells.text(consumer.path("lag")),
                        Cells.span(consumer.path("oldest_unhandled_age_seconds"))));
        return table;
    }

    static Table outboxes(List<JsonNode> services) {
        Table table = new Table().row("SERVICE", "TO PUBLISH", "OLDEST", "FAILED", "RELAY");
        for (JsonNode service : services) {
            JsonNode outbox = service.path("outbox");
            table.row(
                    service.path("service").asText(),
                    Cells.text(outbox.path("pending")),
                    Cells.span(outbox.path("oldest_age_seconds")),
                    Cells.text(outbox.path("failed")),
                    outbox.isObject() ? outbox.path("led").asBoolean() ? "running" : "none" : "-");
        }
        return table;
    }

    static Table providers(List<JsonNode> providers) {
        Table table =
                new Table().row("SERVICE", "PROVIDER", "MODEL", "INTEGRATION", "CIRCUIT", "CALLS", "FAILED", "REFUSED");
        providers.forEach(provider -> table.row(
                provider.path("service").asText(),
                Cells.text(provider.path("name")),
                Cells.text(provider.path("model")),
                Cells.text(provider.path("integration_id")),
                Cells.text(provider.path("circuit")),
                Cells.text(provider.path("calls")),
                Cells.text(provider.path("failed_calls")),
                Cells.text(provider.path("refused_calls"))));
        return table;
    }
}
