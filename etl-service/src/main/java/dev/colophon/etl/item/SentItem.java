package dev.colophon.etl.item;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.text.PlainText;
import dev.colophon.events.item.ItemKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One item of an own connector, checked field by field; faults are told in words that name the field. */
record SentItem(
        String externalId,
        ItemKind kind,
        String title,
        String text,
        @Nullable String url,
        @Nullable String author,
        Map<String, String> attributes,
        @Nullable Instant occurredAt,
        @Nullable Long version) {

    private static final Set<String> FIELDS =
            Set.of("external_id", "kind", "title", "text", "url", "author", "attributes", "occurred_at", "version");
    private static final int MAX_TEXT = 5_000_000;

    /** @throws IllegalArgumentException saying which field is at fault and what it must be */
    static SentItem read(JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("must be a JSON object");
        }
        TreeSet<String> unknown = new TreeSet<>();
        node.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    PlainText.shortened(PlainText.cleaned(unknown.first()), 60) + ": unknown field");
        }
        return new SentItem(
                required(node, "external_id", 500),
                kind(required(node, "kind", 50)),
                required(node, "title", 1_000),
                required(node, "text", MAX_TEXT),
                optional(node, "url", 2_000),
                optional(node, "author", 200),
                attributes(node.path("attributes")),
                instant(optional(node, "occurred_at", 50)),
                version(node.path("version")));
    }

    ItemDraft draft(UUID clientId, UUID projectId) {
        return new ItemDraft(
                clientId, projectId, null, kind, externalId, title, text, url, author, attributes, occurredAt, version);
    }

    private static String required(JsonNode node, String field, int limit) {
        String value = optional(node, field, limit);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + ": must be given and not blank");
        }
        return value;
    }

    private static @Nullable String optional(JsonNode node, String field, int limit) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + ": must be a string");
        }
        if (value.textValue().indexOf('\u0000') >= 0) {
            throw new IllegalArgumentException(field + ": must not contain NUL characters");
        }
        if (value.textValue().length() > limit) {
            throw new IllegalArgumentException(field + ": must be at most " + limit + " characters");
        }
        return PlainText.cleaned(value.textValue());
    }

    private static ItemKind kind(String name) {
        try {
            return ItemKind.fromWireName(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("kind: " + ItemController.kinds(), e);
        }
    }

    private static Map<String, String> attributes(JsonNode node) {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (!node.isMissingNode() && !node.isNull()) {
            if (!node.isObject() || node.size() > 50) {
                throw new IllegalArgumentException("attributes: must be an object of at most 50 strings");
            }
            node.properties().forEach(attribute -> {
                String value = optional(node, attribute.getKey(), 1_000);
                if (value != null) {
                    attributes.put(PlainText.cleaned(attribute.getKey()), value);
                }
            });
        }
        return attributes;
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("occurred_at: must be an RFC 3339 time", e);
        }
    }

    private static @Nullable Long version(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.canConvertToLong() || !node.isIntegralNumber() || node.longValue() < 1) {
            throw new IllegalArgumentException("version: must be an integer from 1");
        }
        return node.longValue();
    }
}
