package dev.colophon.gateway.identity;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The register of clients. */
@Component
class ClientStore {

    private static final String COLUMNS = "id, name, version, created_at, updated_at";
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final DatabaseClient database;

    ClientStore(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> insert(Client client) {
        return database.sql("insert into client (" + COLUMNS + ") values ($1, $2, $3, $4, $5)")
                .bind(0, client.id())
                .bind(1, client.name())
                .bind(2, client.version())
                .bind(3, client.createdAt())
                .bind(4, client.updatedAt())
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Client> rename(UUID id, String name, Instant now) {
        return database.sql(
                        "update client set name = $2, version = version + 1, updated_at = $3 where id = $1 returning "
                                + COLUMNS)
                .bind(0, id)
                .bind(1, name)
                .bind(2, now)
                .map(ClientStore::client)
                .one();
    }

    Mono<Client> find(UUID id) {
        return database.sql("select " + COLUMNS + " from client where id = $1")
                .bind(0, id)
                .map(ClientStore::client)
                .one();
    }

    Flux<Client> list(@Nullable UUID after, int limit) {
        return database.sql("select " + COLUMNS + " from client where id > $1 order by id limit $2")
                .bind(0, Objects.requireNonNullElse(after, BEFORE_ALL))
                .bind(1, limit)
                .map(ClientStore::client)
                .all();
    }

    Mono<Boolean> any() {
        return database.sql("select exists (select 1 from client)")
                .mapValue(Boolean.class)
                .one();
    }

    private static Client client(Readable row) {
        return new Client(
                Rows.required(row, "id", UUID.class),
                Rows.required(row, "name", String.class),
                Rows.required(row, "version", Long.class),
                Rows.required(row, "created_at", Instant.class),
                Rows.required(row, "updated_at", Instant.class));
    }
}
