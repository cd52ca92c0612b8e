package dev.colophon.events;

import dev.colophon.events.configuration.ClientConfigured;
import dev.colophon.events.embedding.EmbeddingFailed;
import dev.colophon.events.embedding.EmbeddingGenerated;
import dev.colophon.events.embedding.EmbeddingRequested;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.events.metadata.MetadataFailed;
import dev.colophon.events.metadata.MetadataGenerated;
import dev.colophon.events.metadata.MetadataRequested;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.events.project.ProjectDeleted;
import dev.colophon.events.project.ProjectUpdated;
import dev.colophon.events.source.SourceSynced;
import dev.colophon.events.source.WebhookReceived;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.events.usage.AiUsageUnconfirmed;
import dev.colophon.events.usage.BudgetStateChanged;
import dev.colophon.events.usage.UsageAdjusted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every payload that Colophon publishes; schemas, AsyncAPI and the codec are derived from this list. */
public final class EventCatalogue {

    private static final List<Class<? extends EventPayload>> PAYLOADS = List.of(
            ProjectCreated.class,
            ProjectUpdated.class,
            ProjectDeleted.class,
            MetadataRequested.class,
            MetadataGenerated.class,
            MetadataFailed.class,
            ItemCaptured.class,
            ItemRemoved.class,
            SourceSynced.class,
            WebhookReceived.class,
            EmbeddingRequested.class,
            EmbeddingGenerated.class,
            EmbeddingFailed.class,
            AiUsageObserved.class,
            AiUsageUnconfirmed.class,
            UsageAdjusted.class,
            ClientConfigured.class,
            BudgetStateChanged.class);

    private static final Map<String, Class<? extends EventPayload>> BY_TYPE =
            PAYLOADS.stream().collect(Collectors.toUnmodifiableMap(EventCatalogue::typeOf, Function.identity()));

    private EventCatalogue() {}

    public static List<Class<? extends EventPayload>> payloads() {
        return PAYLOADS;
    }

    /** The payload class for a CloudEvents type, or empty for a type of the future. */
    public static Optional<Class<? extends EventPayload>> payloadFor(String type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    /** @throws IllegalArgumentException for a class without {@link EventType} */
    public static String typeOf(Class<? extends EventPayload> payload) {
        return annotation(payload).value();
    }

    /** @throws IllegalArgumentException for a class without {@link EventType} */
    public static Topic topicOf(Class<? extends EventPayload> payload) {
        return annotation(payload).topic();
    }

    private static EventType annotation(Class<? extends EventPayload> payload) {
        EventType type = payload.getAnnotation(EventType.class);
        if (type == null) {
            throw new IllegalArgumentException(payload.getName() + " carries no @EventType");
        }
        return type;
    }
}
