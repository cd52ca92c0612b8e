package dev.colophon.cli.deadletter;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.api.Query;
import dev.colophon.cli.ops.When;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which dead letters are meant; all that are given must fit. */
final class DeadLetterFilter {

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Only events of this topic.")
    private @Nullable String topic;

    @Option(names = "--error", paramLabel = "CLASS", description = "Only those that failed with this error.")
    private @Nullable String error;

    @Option(names = "--client", paramLabel = "ID", description = "Only events of this client.")
    private @Nullable UUID client;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = When.class,
            description = "Only those that failed from then on: " + When.FORMS + ".")
    private @Nullable Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = When.class,
            description = "Only those that failed before then.")
    private @Nullable Instant to;

    boolean isEmpty() {
        return fields().values().stream().allMatch(value -> value == null);
    }

    /** As a query, with the state that they are to be in where one is given. */
    String query(@Nullable String state) {
        Map<String, @Nullable String> fields = fields();
        fields.put("state", state);
        return Query.of(fields);
    }

    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        fields().forEach((name, value) -> {
            if (value != null) {
                body.put(name, value);
            }
        });
        return body;
    }

    private Map<String, @Nullable String> fields() {
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        fields.put("topic", topic);
        fields.put("error", error);
        fields.put("client_id", client == null ? null : client.toString());
        fields.put("from", from == null ? null : from.toString());
        fields.put("to", to == null ? null : to.toString());
        return fields;
    }
}
