package dev.colophon.standalone;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The five services, in the order in which they are stopped: who calls others goes first. */
enum Service {
    GATEWAY,
    ETL,
    METADATA,
    EMBEDDING,
    USAGE;

    /** The name of the schema, and of the service in the gateway's routes. */
    String schema() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of the process and of its jar. */
    String artifact() {
        return schema() + "-service";
    }

    static List<String> schemas() {
        return Arrays.stream(values()).map(Service::schema).toList();
    }
}
