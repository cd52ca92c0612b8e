package dev.colophon.cli.term;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/**
 * A column of a table whose rows are JSON.
 *
 * @param name its heading
 * @param cell what it shows of a row
 */
public record Column(String name, Function<JsonNode, String> cell) {

    /** Shows the value at a JSON pointer as a text. */
    public static Column of(String name, String pointer) {
        return of(name, pointer, Cells::text);
    }

    /** Shows the value at a JSON pointer. */
    public static Column of(String name, String pointer, Function<JsonNode, String> shown) {
        return new Column(name, row -> shown.apply(row.at(pointer)));
    }
}
