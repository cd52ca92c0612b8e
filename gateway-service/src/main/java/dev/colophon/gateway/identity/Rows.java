package dev.colophon.gateway.identity;

import io.r2dbc.spi.Readable;

/** Reads columns that are never null. */
final class Rows {

    private Rows() {}

    static <T> T required(Readable row, String column, Class<T> type) {
        T value = row.get(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }
}
