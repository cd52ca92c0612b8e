package dev.colophon.cli.term;

import com.fasterxml.jackson.databind.JsonNode;

/** Values of JSON as people read them. */
public final class Cells {

    private Cells() {}

    /** What is not there, or holds nothing, is a dash. */
    public static String text(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isEmpty() ? "-" : value.toString();
        }
        return value.isNull() || value.isMissingNode() ? "-" : value.asText();
    }

    /** A line for each field. */
    public static Table fields(JsonNode object) {
        Table table = new Table();
        object.properties().forEach(field -> table.row(field.getKey(), text(field.getValue())));
        return table;
    }
}
