package dev.colophon.etl.text.adf;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A node of a document as it was parsed from JSON; whatever is not there or not what it should be reads as empty. */
record AdfNode(Map<?, ?> json) {

    private static final Set<String> INLINE = Set.of(
            "text",
            "hardBreak",
            "mention",
            "emoji",
            "inlineCard",
            "date",
            "status",
            "placeholder",
            "mediaInline",
            "inlineExtension");

    static @Nullable AdfNode of(@Nullable Object json) {
        return json instanceof Map<?, ?> map ? new AdfNode(map) : null;
    }

    String type() {
        return string(json.get("type"));
    }

    /** A leaf's own text. */
    String text() {
        return string(json.get("text"));
    }

    List<AdfNode> children() {
        return nodes(json.get("content"));
    }

    List<AdfNode> marks() {
        return nodes(json.get("marks"));
    }

    /** The first of these attributes that says something. */
    String attribute(String... names) {
        if (json.get("attrs") instanceof Map<?, ?> attributes) {
            for (String name : names) {
                String value = string(attributes.get(name));
                if (!value.isBlank()) {
                    return value;
                }
            }
        }
        return "";
    }

    /** The address that a card stands for. */
    String address() {
        String url = attribute("url");
        if (url.isEmpty()
                && json.get("attrs") instanceof Map<?, ?> attributes
                && attributes.get("data") instanceof Map<?, ?> data) {
            return Stream.of("url", "@id", "name")
                    .map(name -> string(data.get(name)))
                    .filter(value -> !value.isEmpty())
                    .findFirst()
                    .orElse("");
        }
        return url;
    }

    /** Whether it stands within a line; a type that is not known does where it has text and nothing in it. */
    boolean inline() {
        return INLINE.contains(type()) || (!text().isEmpty() && children().isEmpty());
    }

    private static List<AdfNode> nodes(@Nullable Object value) {
        if (!(value instanceof List<?> list)) {
            return List.of();
        }
        return list.stream()
                .filter(Map.class::isInstance)
                .map(child -> new AdfNode((Map<?, ?>) child))
                .toList();
    }

    private static String string(@Nullable Object value) {
        return value instanceof String || value instanceof Number ? value.toString() : "";
    }
}
