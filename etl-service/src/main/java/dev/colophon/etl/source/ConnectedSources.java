package dev.colophon.etl.source;

import dev.colophon.etl.connector.Connection;
import dev.colophon.persistence.ClientTransactions;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What those need of sources who read them or hear from them. */
@Component
public class ConnectedSources {

    private static final UUID NOBODY = new UUID(0, 0);

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

    /** Goes on with a source of any client, in a transaction of that client; empty where there is none of that type. */
    public <T> Mono<T> with(String type, UUID id, Function<Endpoint, Mono<T>> next) {
        // nobody has no sources, and looking for them takes as long as looking for somebody's
        return sources.ownerOf(id, type)
                .defaultIfEmpty(NOBODY)
                .flatMap(client -> transactions.inClient(
                        client,
                        sources.pausedAndSealed(id)
                                .map(state -> new Endpoint(
                                        client,
                                        state.paused(),
                                        credentials
                                                .opened(id, state.credentials())
                                                .path(SourceCredentials.WEBHOOK_SECRET)
                                                .textValue()))
                                .flatMap(next)));
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
