package dev.colophon.events;

import java.time.Duration;
import java.util.Map;

/** The topics, with what must hold for each: how long it is kept and whether it is compacted. */
public enum Topic {
    PROJECTS("colophon.projects", Kind.ENTITY, compacted(Duration.ZERO)),
    ITEMS("colophon.items", Kind.ENTITY, compacted(Duration.ofDays(7))),
    SOURCES("colophon.sources", Kind.REQUEST, keptFor(Duration.ofDays(30))),
    METADATA_REQUESTS("colophon.metadata.requests", Kind.REQUEST, keptFor(Duration.ofDays(7))),
    METADATA("colophon.metadata", Kind.ENTITY, compacted(Duration.ZERO)),
    EMBEDDING_REQUESTS("colophon.embedding.requests", Kind.REQUEST, keptFor(Duration.ofDays(7))),
    EMBEDDINGS("colophon.embeddings", Kind.ENTITY, compacted(Duration.ZERO)),
    USAGE("colophon.usage", Kind.ENTITY, keptForever()),
    CONFIGURATION("colophon.configuration", Kind.ENTITY, compacted(Duration.ZERO));

    private enum Kind {
        ENTITY,
        REQUEST
    }

    private static final Duration DEAD_LETTERS_KEPT = Duration.ofDays(30);

    private final String topicName;
    private final Kind kind;
    private final Map<String, String> configuration;

    Topic(String topicName, Kind kind, Map<String, String> configuration) {
        this.topicName = topicName;
        this.kind = kind;
        this.configuration = configuration;
    }

    /** The name on the broker. */
    public String topicName() {
        return topicName;
    }

    /** Topic configuration declared in code, by Kafka's names; checked at start. */
    public Map<String, String> configuration() {
        return configuration;
    }

    /** Whether the topic carries requests, which need fewer partitions than entities. */
    public boolean carriesRequests() {
        return kind == Kind.REQUEST;
    }

    /** Where {@code service} puts events of this topic that it could not handle. */
    public String deadLetterTopic(String service) {
        return topicName + "." + service + ".dlt";
    }

    /** Configuration of every dead-letter topic. */
    public static Map<String, String> deadLetterConfiguration() {
        return keptFor(DEAD_LETTERS_KEPT);
    }

    private static Map<String, String> compacted(Duration lag) {
        return Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", String.valueOf(lag.toMillis()));
    }

    private static Map<String, String> keptFor(Duration retention) {
        return Map.of("cleanup.policy", "delete", "retention.ms", String.valueOf(retention.toMillis()));
    }

    private static Map<String, String> keptForever() {
        return Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1");
    }
}
