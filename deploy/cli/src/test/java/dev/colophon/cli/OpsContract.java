package dev.colophon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds what commands send, and what the stub answers, against the OpenAPI documents that services publish. */
final class OpsContract {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DOCUMENTS = documents();

    private final Map<String, JsonNode> read = new HashMap<>();

    /** What of a call no service knows: the address, a parameter, or a field by its pointer. */
    List<String> violations(String call, JsonNode sent, JsonNode answered) {
        String method = call.substring(0, call.indexOf(' ')).toLowerCase(Locale.ROOT);
        String[] address = call.substring(call.indexOf(' ') + 1).split("\\?", 2);
        JsonNode document = document(address[0]);
        Optional<JsonNode> operation = operation(document, address[0], method);
        if (operation.isEmpty()) {
            return List.of("nobody documents " + call);
        }
        List<String> violations = new ArrayList<>();
        if (address.length > 1) {
            unknownParameters(operation.get(), address[1]).forEach(name -> violations.add(call + ": " + name));
        }
        if (!sent.isEmpty()) {
            compare(document, schema(operation.get().at("/requestBody")), sent, call + " sends ", violations);
        }
        compare(document, success(operation.get()), answered, call + " reads ", violations);
        return violations;
    }

    private static Stream<String> unknownParameters(JsonNode operation, String query) {
        List<String> known = new ArrayList<>(List.of("limit", "cursor"));
        operation
                .path("parameters")
                .forEach(parameter -> known.add(parameter.path("name").asText()));
        return Stream.of(query.split("&")).map(pair -> pair.split("=")[0]).filter(name -> !known.contains(name));
    }

    /** The one with the fewest placeholders that fits. */
    private static Optional<JsonNode> operation(JsonNode document, String address, String method) {
        return document.path("paths").properties().stream()
                .filter(path -> address.matches(path.getKey().replaceAll("\\{[^}]+}", "[^/]+")))
                .filter(path -> path.getValue().has(method))
                .min(Comparator.comparingLong(
                        path -> path.getKey().chars().filter(c -> c == '{').count()))
                .map(path -> path.getValue().path(method));
    }

    private static JsonNode success(JsonNode operation) {
        return operation.path("responses").properties().stream()
                .filter(response -> response.getKey().startsWith("2"))
                .map(response -> schema(response.getValue()))
                .filter(schema -> !schema.isMissingNode())
                .findFirst()
                .orElse(JSON.missingNode());
    }

    private static JsonNode schema(JsonNode body) {
        return body.path("content").properties().stream()
                .findFirst()
                .map(content -> content.getValue().path("schema"))
                .orElse(JSON.missingNode());
    }

    private static void compare(
            JsonNode document, JsonNode given, JsonNode value, String where, List<String> violations) {
        JsonNode schema = resolved(document, given);
        JsonNode properties = schema.path("properties");
        if (value.isArray()) {
            value.forEach(element -> compare(document, schema.path("items"), element, where + "/0", violations));
        } else if (value.isObject() && !properties.isEmpty()) {
            value.properties().forEach(field -> {
                String name = where + "/" + field.getKey();
                if (properties.has(field.getKey())) {
                    compare(document, properties.path(field.getKey()), field.getValue(), name, violations);
                } else {
                    violations.add(name);
                }
            });
        }
    }

    private static JsonNode resolved(JsonNode document, JsonNode schema) {
        JsonNode reference = schema.path("$ref");
        return reference.isTextual() ? document.at(reference.asText().substring(1)) : schema;
    }

    private JsonNode document(String address) {
        String[] parts = address.split("/");
        String service = parts[4].equals("topics") ? "gateway" : parts[4];
        return read.computeIfAbsent(service, name -> {
            try {
                return JSON.readTree(DOCUMENTS.resolve(name + "-service.json").toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Path documents() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve("docs").resolve("api"))) {
            directory = directory.getParent();
        }
        return directory.resolve("docs").resolve("api");
    }
}
