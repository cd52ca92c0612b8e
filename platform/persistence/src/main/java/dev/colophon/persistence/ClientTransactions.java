package dev.colophon.persistence;

import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Database transactions that act for one client. Row level security shows a transaction the rows of its client alone;
 * without a client it shows none.
 *
 * <p>A call inside another joins the outer transaction and must name the same client.
 */
public interface ClientTransactions {

    /** Runs {@code work} in one transaction that sees the rows of {@code clientId}; an error rolls everything back. */
    <T> Mono<T> inClient(UUID clientId, Mono<T> work);

    /** As {@link #inClient}, for many results; the transaction ends with the last of them. */
    <T> Flux<T> inClientMany(UUID clientId, Flux<T> work);

    /**
     * Runs {@code work} in a transaction without a client: tables of clients look empty to it. Calls of
     * {@link #inClient} within it may name one client after another, never two at a time; all is one transaction.
     */
    <T> Mono<T> inSystem(Mono<T> work);
}
