package dev.colophon.etl.connector;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came of trying a connection.
 *
 * @param detail a sentence that a person can act on
 * @param facts what the remote told, for example who the credentials belong to; never a secret
 */
public record ConnectionReport(boolean ok, String detail, Map<String, String> facts) {

    public ConnectionReport {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    public static ConnectionReport works(String detail, Map<String, String> facts) {
        return new ConnectionReport(true, detail, facts);
    }

    public static ConnectionReport fails(String detail) {
        return new ConnectionReport(false, detail, Map.of());
    }
}
