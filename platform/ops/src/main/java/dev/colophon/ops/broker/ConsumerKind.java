package dev.colophon.ops.broker;

import java.util.Set;

/** Tells groups of consumers apart by their names. */
final class ConsumerKind {

    /** Streams of live events: one group each start of a gateway, which commits nothing and so is behind in nothing. */
    private static final String LIVE = "gateway-live-";

    private static final String DEAD_LETTERS = "-dead-letters";
    private static final Set<String> SERVICES =
            Set.of("metadata-service", "embedding-service", "etl-service", "usage-service", "gateway-service");

    private ConsumerKind() {}

    static boolean isWatched(String group) {
        return !group.startsWith(LIVE);
    }

    static String of(String group) {
        if (SERVICES.contains(group)) {
            return "service";
        }
        return group.endsWith(DEAD_LETTERS)
                        && SERVICES.contains(group.substring(0, group.length() - DEAD_LETTERS.length()))
                ? "dead_letters"
                : "other";
    }
}
