package dev.colophon.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Finds whose a presented key is, remembering answers for seconds. A key that expires is refused at its instant; one that is
 * revoked is refused at once here, and by other instances when they look it up again.
 */
@Component
public class Identities {

    private static final Logger log = LoggerFactory.getLogger(Identities.class);

    /** A database that hangs must not hang every caller. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ApiKeyStore keys;
    private final ClientStore clients;
    private final Clock clock;
    private final Cache<String, Optional<Identity>> byHash;
    private final Cache<UUID, Boolean> knownClients;
    private final AtomicLong forgotten = new AtomicLong();

    Identities(ApiKeyStore keys, ClientStore clients, IdentityProperties properties, Clock clock) {
        this.keys = keys;
        this.clients = clients;
        this.clock = clock;
        IdentityProperties.Lookup lookup = properties.identity();
        this.byHash = Caffeine.newBuilder()
                .maximumSize(lookup.maxRemembered())
                .expireAfter(Expiry.<String, Optional<Identity>>creating(
                        (hash, found) -> found.isPresent() ? lookup.rememberFor() : lookup.rememberUnknownFor()))
                .build();
        this.knownClients = Caffeine.newBuilder()
                .maximumSize(lookup.maxRemembered())
                .expireAfterWrite(Duration.ofMinutes(1))
                .build();
    }

    /** Whose key this is; empty where it is unknown, revoked or expired. */
    Mono<Identity> find(ApiKeySecret secret) {
        String hash = secret.hexHash();
        Optional<Identity> remembered = byHash.getIfPresent(hash);
        long forgottenBefore = forgotten.get();
        Mono<Optional<Identity>> found = remembered != null
                ? Mono.just(remembered)
                : keys.findByHash(secret.hash())
                        .timeout(PATIENCE)
                        .doOnNext(this::noteUse)
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .doOnNext(identity -> remember(hash, identity, forgottenBefore));
        return found.flatMap(Mono::justOrEmpty).filter(identity -> !identity.isExpired(clock.instant()));
    }

    /** What was looked up while a key was revoked may be of before, and is not remembered. */
    private void remember(String hash, Optional<Identity> found, long forgottenBefore) {
        byHash.put(hash, found);
        if (forgotten.get() != forgottenBefore) {
            byHash.invalidate(hash);
        }
    }

    /** Whether {@code authorization} carries a key that was found valid a moment ago; asks no database. */
    public boolean isRemembered(String authorization) {
        return ApiKeyCredentials.secretIn(authorization)
                .map(secret -> byHash.getIfPresent(secret.hexHash()))
                .map(Optional::isPresent)
                .orElse(false);
    }

    Mono<Boolean> isClient(UUID clientId) {
        if (knownClients.getIfPresent(clientId) != null) {
            return Mono.just(true);
        }
        return clients.find(clientId)
                .doOnNext(client -> knownClients.put(clientId, true))
                .hasElement();
    }

    void forget(UUID keyId) {
        forgotten.incrementAndGet();
        byHash.asMap().values().removeIf(found -> found.filter(
                        identity -> identity.keyId().equals(keyId))
                .isPresent());
    }

    /** In the background: no request waits for it, none fails by it. */
    private void noteUse(Identity identity) {
        keys.touch(identity, clock.instant())
                .subscribe(
                        done -> {},
                        error -> log.debug("cannot note the use of key {}: {}", identity.keyId(), error.toString()));
    }
}
