package dev.colophon.persistence;

import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sets the client inside the transaction, so that a pooled connection carries nothing over. */
final class R2dbcClientTransactions implements ClientTransactions {

    private static final String CLIENT_IN_CONTEXT = R2dbcClientTransactions.class.getName();

    private final TransactionalOperator transaction;
    private final DatabaseClient database;

    R2dbcClientTransactions(TransactionalOperator transaction, DatabaseClient database) {
        this.transaction = transaction;
        this.database = database;
    }

    @Override
    public <T> Mono<T> inClient(UUID clientId, Mono<T> work) {
        return inClientMany(clientId, work.flux()).singleOrEmpty();
    }

    @Override
    public <T> Flux<T> inClientMany(UUID clientId, Flux<T> work) {
        return Flux.deferContextual(context -> {
            Object outer = context.getOrDefault(CLIENT_IN_CONTEXT, null);
            if (outer == null) {
                return transaction
                        .execute(status -> setClient(clientId).thenMany(work))
                        .contextWrite(inner -> inner.put(CLIENT_IN_CONTEXT, clientId));
            }
            return outer.equals(clientId)
                    ? work
                    : Flux.error(new IllegalStateException("a transaction acts for one client, not for two"));
        });
    }

    @Override
    public <T> Mono<T> inSystem(Mono<T> work) {
        return transaction.transactional(work);
    }

    private Mono<Void> setClient(UUID clientId) {
        return database.sql("select set_config('app.client_id', $1, true)")
                .bind(0, clientId.toString())
                .fetch()
                .rowsUpdated()
                .then();
    }
}
