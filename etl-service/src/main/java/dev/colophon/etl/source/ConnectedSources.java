package dev.colophon.etl.source;

import dev.colophon.etl.connector.Connection;
import dev.colophon.persistence.ClientTransactions;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What those need of sources who read them or hear from them. */
@Component
public class ConnectedSources {

    private final ClientTransactions transactions;
    private final SourceStore sources;
    private final SourceCredentials credentials;

    ConnectedSources(ClientTransactions transactions, SourceStore sources, SourceCredentials credentials) {
        this.transactions = transactions;
        this.sources = sources;
        this.credentials = credentials;
    }

    /** How a source is reached, with its credentials in clear; {@code 404} where it is not this client's. */
    public Mono<Connection> connection(UUID clientId, UUID id) {
        return transactions
                .inClient(clientId, sources.require(id).flatMap(source -> reachable(clientId, source)))
                .map(source -> source.connection().get());
    }

    /**
     * A source of some type and how it is reached.
     *
     * @param connection fails where the credentials cannot be opened
     */
    public record Reachable(String type, Supplier<Connection> connection) {}

    /** As {@link #connection}, to be opened later; empty where the source is gone. */
    public Mono<Reachable> reachable(UUID clientId, UUID id) {
        return transactions.inClient(clientId, sources.find(id).flatMap(source -> reachable(clientId, source)));
    }

    private Mono<Reachable> reachable(UUID clientId, Source source) {
        UUID id = source.id();
        return sources.credentials(id)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .map(stored -> new Reachable(
                        source.type(),
                        SingletonSupplier.of(() -> new Connection(
                                clientId,
                                source.projectId(),
                                id,
                                source.config(),
                                credentials.opened(id, stored.orElse(null))))));
    }

    /**
     * What must be known of a source to take in what it tells.
     *
     * @param webhookSecret null where it has none
     */
    public record Endpoint(
            UUID clientId, boolean paused, @Nullable String webhookSecret) {

        @Override
        public String toString() {
            return "Endpoint[of client " + clientId + "]";
        }
    }

    /** A source of any client; empty where there is none of that type. */
    public Mono<Endpoint> endpoint(String type, UUID id) {
        return sources.endpoint(id, type)
                .map(found -> new Endpoint(
                        found.clientId(),
                        found.paused(),
                        credentials
                                .opened(id, found.credentials())
                                .path(SourceCredentials.WEBHOOK_SECRET)
                                .textValue()));
    }

    /** Completes where the client has the source; {@code 404} where not. */
    public Mono<Void> require(UUID clientId, UUID id) {
        return transactions.inClient(clientId, sources.require(id)).then();
    }

    /** Keeps others from capturing items of a source until the current transaction ends. */
    public Mono<Void> hold(UUID id) {
        return sources.lock(id).then();
    }

    /** The clients that have sources. */
    public Flux<UUID> owners() {
        return sources.owners();
    }
}
