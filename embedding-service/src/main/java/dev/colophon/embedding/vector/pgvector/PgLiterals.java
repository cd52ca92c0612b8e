package dev.colophon.embedding.vector.pgvector;

import java.util.Collection;
import java.util.stream.Collectors;

/** Arrays and vectors in the text form that PostgreSQL reads. */
final class PgLiterals {

    private PgLiterals() {}

    static String vector(float[] vector) {
        StringBuilder text = new StringBuilder(vector.length * 12).append('[');
        for (int i = 0; i < vector.length; i++) {
            text.append(i == 0 ? "" : ",").append(vector[i]);
        }
        return text.append(']').toString();
    }

    static String numbers(Collection<? extends Number> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
