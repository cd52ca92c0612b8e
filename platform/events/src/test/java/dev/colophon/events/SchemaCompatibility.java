package dev.colophon.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether readers and writers of two versions of a schema understand each other, in both directions: a service of
 * yesterday reads what one of today writes, and today's reads yesterday's events when they are replayed. An event
 * evolves by optional fields; anything else is a new type.
 */
final class SchemaCompatibility {

    private static final Set<String> SHAPE = Set.of("type", "format", "const", "pattern", "enum");

    private final List<String> breaks = new ArrayList<>();

    private SchemaCompatibility() {}

    /** What the change breaks; empty where it may be published. */
    static List<String> breaks(JsonNode published, JsonNode proposed) {
        SchemaCompatibility comparison = new SchemaCompatibility();
        comparison.compare("", published, proposed);
        return comparison.breaks;
    }

    private void compare(String path, JsonNode published, JsonNode proposed) {
        for (String keyword : new TreeSet<>(SHAPE)) {
            if (!values(published.path(keyword)).equals(values(proposed.path(keyword)))) {
                breaks.add("%s: %s was %s and is %s"
                        .formatted(at(path), keyword, published.path(keyword), proposed.path(keyword)));
            }
        }
        compareProperties(path, published, proposed);
        compareNested(path + "[]", published.path("items"), proposed.path("items"));
        compareNested(path + ".*", published.path("additionalProperties"), proposed.path("additionalProperties"));
    }

    private void compareProperties(String path, JsonNode published, JsonNode proposed) {
        Set<String> requiredBefore = values(published.path("required"));
        Set<String> requiredNow = values(proposed.path("required"));
        for (Map.Entry<String, JsonNode> field : published.path("properties").properties()) {
            String child = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            JsonNode now = proposed.path("properties").path(field.getKey());
            if (now.isMissingNode()) {
                breaks.add(child + " was removed or renamed");
            } else {
                compare(child, field.getValue(), now);
            }
        }
        for (String field : requiredNow) {
            if (!requiredBefore.contains(field)) {
                breaks.add((path.isEmpty() ? field : path + "." + field) + " became required");
            }
        }
        for (String field : requiredBefore) {
            if (!requiredNow.contains(field)) {
                breaks.add((path.isEmpty() ? field : path + "." + field) + " is no longer promised");
            }
        }
    }

    private void compareNested(String path, JsonNode published, JsonNode proposed) {
        if (published.isObject() && proposed.isObject()) {
            compare(path, published, proposed);
        } else if (!published.equals(proposed)) {
            breaks.add("%s was %s and is %s".formatted(at(path), published, proposed));
        }
    }

    private static Set<String> values(JsonNode node) {
        Set<String> values = new TreeSet<>();
        if (node.isArray()) {
            node.forEach(value -> values.add(value.toString().replace("\"", "")));
        } else if (!node.isMissingNode()) {
            values.add(node.toString().replace("\"", ""));
        }
        return values;
    }

    private static String at(String path) {
        return path.isEmpty() ? "the value" : path;
    }
}
