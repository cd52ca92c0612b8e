package dev.colophon.usage.integration;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.secret.UnopenableSecretException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Seals again, with the active key, what older keys sealed: client by client, each in its own transaction under row level
 * security. Repeating it does no harm; one interrupted goes on where it stopped.
 */
@Component
class CredentialRotation {

    private static final Logger log = LoggerFactory.getLogger(CredentialRotation.class);

    /**
     * What a rotation did.
     *
     * @param unopened integrations whose credentials no key here opens: they were left as they are
     */
    record Rotated(String activeKeyId, int clients, int resealed, List<UUID> unopened) {

        private Rotated plus(Rotated other) {
            return new Rotated(
                    activeKeyId,
                    clients + other.clients,
                    resealed + other.resealed,
                    Stream.concat(unopened.stream(), other.unopened.stream()).toList());
        }
    }

    private final ClientTransactions transactions;
    private final IntegrationStore store;
    private final IntegrationChanges changes;
    private final CredentialKeys keys;
    private final Clock clock;

    CredentialRotation(
            ClientTransactions transactions,
            IntegrationStore store,
            IntegrationChanges changes,
            CredentialKeys keys,
            Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.changes = changes;
        this.keys = keys;
        this.clock = clock;
    }

    Mono<Rotated> rotate(String who) {
        return transactions
                .inSystem(store.owners().collectList())
                .flatMapIterable(owners -> owners)
                .concatMap(client -> transactions.inClient(client, ofClient(client, who)))
                .reduce(new Rotated(keys.box().activeKeyId(), 0, 0, List.of()), Rotated::plus)
                .doOnNext(done -> log.info(
                        "rotated credentials to key {}: {} resealed, {} cannot be opened",
                        done.activeKeyId(),
                        done.resealed(),
                        done.unopened().size()));
    }

    private Mono<Rotated> ofClient(UUID client, String who) {
        Rotated none = new Rotated(keys.box().activeKeyId(), 1, 0, List.of());
        return store.lock(client)
                .thenMany(Flux.defer(() -> store.notSealedWith(keys.box().activeKeyId())))
                .collectList()
                .flatMapIterable(stale -> stale)
                .concatMap(stale -> reseal(client, who, stale))
                .reduce(none, Rotated::plus);
    }

    private Mono<Rotated> reseal(UUID client, String who, Integration stale) {
        Integration fresh;
        try {
            String purpose = Integration.sealedFor(stale.id());
            String opened = keys.box().open(String.valueOf(stale.sealedCredentials()), purpose);
            fresh = stale.withCredentials(keys.box().seal(opened, purpose), clock.instant());
        } catch (UnopenableSecretException e) {
            log.warn("credentials of integration {} of client {}: {}", stale.id(), client, e.getMessage());
            return Mono.just(new Rotated(keys.box().activeKeyId(), 0, 0, List.of(stale.id())));
        }
        return store.update(client, fresh)
                .then(Mono.defer(() -> changes.tell(client, who, "credentials_rotated", stale, fresh, false)))
                .thenReturn(new Rotated(keys.box().activeKeyId(), 0, 1, List.of()));
    }
}
