package dev.colophon.etl.item;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Items as own connectors send them: a JSON array, or one object a line (NDJSON). What cannot be read is rejected by its
 * line, counted from 1, and costs no other.
 */
record SentItems(List<ItemDraft> accepted, List<Rejection> rejected) {

    private static final ObjectReader JSON =
            new JsonMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** A line, or an element of an array, that was not taken. */
    record Rejection(int line, String message) {}

    /** @throws ProblemException {@code 400} where a body that begins as an array is none */
    static SentItems parse(String body, UUID clientId, UUID projectId) {
        SentItems items = new SentItems(new ArrayList<>(), new ArrayList<>());
        if (body.stripLeading().startsWith("[")) {
            items.addAll(array(body, JSON), clientId, projectId);
        } else {
            List<String> lines = body.lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).isBlank()) {
                    items.addLine(lines.get(i), i + 1, JSON, clientId, projectId);
                }
            }
        }
        return items;
    }

    private static JsonNode array(String body, ObjectReader json) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw ProblemException.badRequest(
                    "The body is no JSON array",
                    new FieldError(
                            "",
                            "not valid JSON at line " + e.getLocation().getLineNr() + ", column "
                                    + e.getLocation().getColumnNr()));
        }
    }

    private void addAll(JsonNode array, UUID clientId, UUID projectId) {
        for (int i = 0; i < array.size(); i++) {
            add(array.get(i), i + 1, clientId, projectId);
        }
    }

    private void addLine(String line, int number, ObjectReader json, UUID clientId, UUID projectId) {
        try {
            add(json.readTree(line), number, clientId, projectId);
        } catch (JsonProcessingException e) {
            rejected.add(new Rejection(
                    number, "not valid JSON at column " + e.getLocation().getColumnNr()));
        }
    }

    private void add(JsonNode node, int number, UUID clientId, UUID projectId) {
        try {
            accepted.add(SentItem.read(node).draft(clientId, projectId));
        } catch (IllegalArgumentException e) {
            rejected.add(new Rejection(number, String.valueOf(e.getMessage())));
        }
    }
}
