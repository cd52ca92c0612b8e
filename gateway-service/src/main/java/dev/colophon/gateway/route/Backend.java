package dev.colophon.gateway.route;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The services behind the gateway. */
enum Backend {
    METADATA,
    EMBEDDING,
    ETL,
    USAGE;

    /** For example {@code metadata}. */
    String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For example {@code metadata-service}. */
    String serviceName() {
        return shortName() + "-service";
    }

    /** Finds a service by either name. */
    static Optional<Backend> named(String name) {
        return Arrays.stream(values())
                .filter(backend -> name.equals(backend.shortName()) || name.equals(backend.serviceName()))
                .findFirst();
    }
}
