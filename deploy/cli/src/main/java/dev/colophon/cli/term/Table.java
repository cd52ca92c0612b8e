package dev.colophon.cli.term;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Columns as wide as their widest cell. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    /** The headings, and a row for each of {@code rows}. */
    public static Table of(List<Column> columns, Iterable<JsonNode> rows) {
        Table table = new Table().row(columns, Column::name);
        rows.forEach(row -> table.row(columns, column -> column.cell().apply(row)));
        return table;
    }

    public Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Both, with a blank line between them. */
    public String above(Table other) {
        return this + System.lineSeparator() + System.lineSeparator() + other;
    }

    @Override
    public String toString() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.size() > column ? row.get(column).length() : 0)
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream()
                .map(row -> IntStream.range(0, row.size())
                        .mapToObj(column -> padded(row.get(column), widths[column]))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private Table row(List<Column> columns, Function<Column, String> cell) {
        return row(columns.stream().map(cell).toArray(String[]::new));
    }

    private static String padded(String cell, int width) {
        return cell + " ".repeat(width - cell.length());
    }
}
