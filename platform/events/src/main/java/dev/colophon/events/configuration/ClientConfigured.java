package dev.colophon.events.configuration;

import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.EventType;
import dev.colophon.events.Topic;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One kind of a client's configuration, whole, as it is now. Secrets never travel: values name them.
 *
 * @param kind for example {@code client}, {@code embedding_config}
 * @param version grows with every change
 */
@EventType(value = "dev.colophon.configuration.client-configured.v1", topic = Topic.CONFIGURATION)
public record ClientConfigured(
        ClientId clientId, String kind, long version, Map<String, @Nullable Object> values, Instant configuredAt)
        implements EventPayload {

    public ClientConfigured {
        values = values == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public String key() {
        return clientId + "/" + kind;
    }
}
