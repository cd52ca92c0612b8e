package dev.colophon.etl.source;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.secret.UnopenableSecretException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Seals all credentials anew after the operator has changed the active key; one client a transaction. */
@Component
class CredentialRotation {

    private static final Logger log = LoggerFactory.getLogger(CredentialRotation.class);

    /**
     * What a rotation did.
     *
     * @param unopened sources whose credentials no key opens; their owners have to give them again
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
    private final SourceStore store;
    private final SourceCredentials credentials;

    CredentialRotation(ClientTransactions transactions, SourceStore store, SourceCredentials credentials) {
        this.transactions = transactions;
        this.store = store;
        this.credentials = credentials;
    }

    Mono<Rotated> rotate() {
        String active = credentials.box().activeKeyId();
        return transactions
                .inSystem(store.owners().collectList())
                .flatMapIterable(owners -> owners)
                .concatMap(client -> transactions.inClient(client, ofClient(active)))
                .reduce(new Rotated(active, 0, 0, List.of()), Rotated::plus)
                .doOnNext(done -> log.info(
                        "rotated credentials of sources to key {}: {} resealed, {} cannot be opened",
                        active,
                        done.resealed(),
                        done.unopened().size()));
    }

    private Mono<Rotated> ofClient(String active) {
        return store.notSealedWith(active)
                .collectList()
                .flatMapIterable(stale -> stale)
                .concatMap(source -> reseal(active, source))
                .reduce(new Rotated(active, 1, 0, List.of()), Rotated::plus);
    }

    private Mono<Rotated> reseal(String active, UUID source) {
        return store.credentials(source).flatMap(stored -> {
            try {
                return store.storeCredentials(source, credentials.resealed(source, stored))
                        .thenReturn(new Rotated(active, 0, 1, List.of()));
            } catch (UnopenableSecretException e) {
                log.warn("credentials of source {}: {}", source, e.getMessage());
                return Mono.just(new Rotated(active, 0, 0, List.of(source)));
            }
        });
    }
}
