package dev.colophon.cli.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import dev.colophon.cli.StackOptions;
import dev.colophon.cli.api.Api;
import dev.colophon.cli.term.Column;
import dev.colophon.cli.term.Table;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What services answered to one question: one that is away is told and does not hide the others. */
public final class EveryService {

    private final Map<Service, List<JsonNode>> answers = new EnumMap<>(Service.class);
    private final Map<Service, CommandFailure> away = new EnumMap<>(Service.class);

    private EveryService() {}

    /**
     * @param only the one to ask; it is waited for while it recovers, and its refusal is the command's
     * @param question a list of things
     */
    static EveryService asked(
            StackOptions stack, @Nullable Service only, BiFunction<Api, Service, List<JsonNode>> question) {
        EveryService asked = new EveryService();
        if (only != null) {
            asked.answers.put(only, question.apply(stack.api(), only));
            return asked;
        }
        Api api = stack.impatientApi();
        for (Service service : Service.values()) {
            try {
                asked.answers.put(service, question.apply(api, service));
            } catch (CommandFailure failure) {
                if (failure.exitCode() == ExitCode.UNAUTHORISED) {
                    throw failure;
                }
                asked.away.put(service, failure);
            }
        }
        return asked;
    }

    /** All that was answered, each with the {@code service} that it is of. */
    public List<JsonNode> items() {
        return answers.entrySet().stream()
                .flatMap(answer -> answer.getValue().stream().map(item -> of(answer.getKey(), item)))
                .toList();
    }

    /** Shows the answers as a table, tells who is away, and says how the command ends. */
    public int show(StackOptions stack, List<Column> columns) {
        return show(stack, () -> Table.of(columns, items()));
    }

    int show(StackOptions stack, Supplier<?> text) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.putArray("items").addAll(items());
        ArrayNode missing = document.putArray("away");
        away.forEach((service, failure) ->
                missing.addObject().put("service", service.toString()).put("error", failure.getMessage()));
        if (!answers.isEmpty() || stack.json()) {
            stack.show(document, text);
        }
        away.forEach((service, failure) -> stack.terminal().note("colophon: " + service + ": " + failure.getMessage()));
        return away.values().stream().mapToInt(CommandFailure::exitCode).max().orElse(ExitCode.OK);
    }

    private static JsonNode of(Service service, JsonNode item) {
        ObjectNode named = JsonNodeFactory.instance.objectNode().put("service", service.toString());
        return item instanceof ObjectNode fields
                ? named.<ObjectNode>setAll(fields).put("service", service.toString())
                : named.set("value", item);
    }
}
