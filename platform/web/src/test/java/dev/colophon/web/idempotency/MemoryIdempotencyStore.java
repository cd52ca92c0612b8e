package dev.colophon.web.idempotency;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** An {@link IdempotencyStore} for tests. */
public final class MemoryIdempotencyStore implements IdempotencyStore {

    private record Entry(String fingerprint, StoredAnswer answer) {}

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    @Override
    public Mono<Claim> begin(UUID clientId, String key, String fingerprint) {
        return Mono.fromSupplier(() -> {
            Entry before = entries.putIfAbsent(clientId + key, new Entry(fingerprint, null));
            if (before == null) {
                return new Claim.Begun();
            }
            if (!before.fingerprint().equals(fingerprint)) {
                return new Claim.Mismatch();
            }
            return before.answer() == null ? new Claim.InProgress() : new Claim.Answered(before.answer());
        });
    }

    @Override
    public Mono<Void> complete(UUID clientId, String key, StoredAnswer answer) {
        return Mono.fromRunnable(
                () -> entries.computeIfPresent(clientId + key, (k, entry) -> new Entry(entry.fingerprint(), answer)));
    }

    @Override
    public Mono<Void> abandon(UUID clientId, String key) {
        return Mono.fromRunnable(() -> entries.remove(clientId + key));
    }
}
