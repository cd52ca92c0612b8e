package dev.colophon.ai.account;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Keeps what is made of an integration until the integration changes. Thread-safe. */
public final class PerIntegration<T> {

    private record Made<T>(Integration integration, T value) {}

    private final Function<Integration, T> maker;
    private final Map<UUID, Made<T>> made = new ConcurrentHashMap<>();

    public PerIntegration(Function<Integration, T> maker) {
        this.maker = maker;
    }

    public T of(Integration integration) {
        Made<T> now = made.get(integration.id());
        if (now == null || !now.integration().equals(integration)) {
            now = new Made<>(integration, maker.apply(integration));
            made.put(integration.id(), now);
        }
        return now.value();
    }

    public void forget(UUID integrationId) {
        made.remove(integrationId);
    }
}
