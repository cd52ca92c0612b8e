package dev.colophon.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.term.Cells;
import dev.colophon.cli.term.Column;
import dev.colophon.cli.term.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What services say of themselves, as tables. */
final class StatusTables {

    private static final Comparator<JsonNode> LONGEST_FIRST = Comparator.<JsonNode>comparingDouble(
                    queue -> queue.path("oldest_age_seconds").asDouble())
            .reversed();

    private static final Column SERVICE = Column.of("SERVICE", "/service");

    private static final List<Column> CONSUMERS = List.of(
            SERVICE,
            Column.of("CONSUMER", "/group"),
            Column.of("TOPIC", "/topic"),
            Column.of("STATE", "/state"),
            Column.of("MEMBERS", "/members"),
            Column.of("LAG", "/lag"),
            Column.of("OLDEST", "/oldest_unhandled_age_seconds", Cells::span));

    private static final List<Column> QUEUES = List.of(
            SERVICE,
            Column.of("QUEUE", "/queue"),
            Column.of("PENDING", "/pending"),
            Column.of("DUE", "/due"),
            Column.of("AT WORK", "/leased"),
            Column.of("HELD", "/held"),
            Column.of("FAILED", "/failed"),
            Column.of("OLDEST", "/oldest_age_seconds", Cells::span));

    private static final List<Column> OUTBOXES = List.of(
            SERVICE,
            Column.of("TO PUBLISH", "/outbox/pending"),
            Column.of("OLDEST", "/outbox/oldest_age_seconds", Cells::span),
            Column.of("FAILED", "/outbox/failed"),
            Column.of("RELAY", "/outbox", StatusTables::relay));

    private static final List<Column> PROVIDERS = List.of(
            SERVICE,
            Column.of("PROVIDER", "/name"),
            Column.of("MODEL", "/model"),
            Column.of("INTEGRATION", "/integration_id"),
            Column.of("CIRCUIT", "/circuit"),
            Column.of("CALLS", "/calls"),
            Column.of("FAILED", "/failed_calls"),
            Column.of("REFUSED", "/refused_calls"));

    private StatusTables() {}

    static String all(List<JsonNode> services) {
        return Stream.of(
                        Table.of(CONSUMERS, of(services, "consumers")),
                        queues(of(services, "work_queues")),
                        Table.of(OUTBOXES, services),
                        Table.of(PROVIDERS, of(services, "providers")))
                .map(Table::toString)
                .collect(Collectors.joining(System.lineSeparator() + System.lineSeparator()));
    }

    static Table queues(List<JsonNode> queues) {
        return Table.of(QUEUES, queues.stream().sorted(LONGEST_FIRST).toList());
    }

    /** The elements of each service's list, with their service. */
    private static List<JsonNode> of(List<JsonNode> services, String list) {
        List<JsonNode> elements = new ArrayList<>();
        for (JsonNode service : services) {
            for (JsonNode element : service.path(list)) {
                elements.add(((ObjectNode) element.deepCopy())
                        .put("service", service.path("service").asText()));
            }
        }
        return elements;
    }

    private static String relay(JsonNode outbox) {
        return outbox.isObject() ? outbox.path("led").asBoolean() ? "running" : "none" : "-";
    }
}
