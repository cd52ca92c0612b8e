package dev.colophon.cli.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Values inside addresses. */
public final class Query {

    private Query() {}

    /** A query of those that have a value, from its question mark on; empty where none has. */
    public static String of(Map<String, ? extends @Nullable Object> values) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        values.forEach((name, value) -> {
            if (value != null) {
                query.add(name + "=" + encoded(value.toString()));
            }
        });
        return query.toString();
    }

    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
