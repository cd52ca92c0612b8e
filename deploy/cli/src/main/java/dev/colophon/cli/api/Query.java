package dev.colophon.cli.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Values inside addresses. */
public final class Query {

    private Query() {}

    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
