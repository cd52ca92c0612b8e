package dev.colophon.metadata.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Results in the database; every call runs in a transaction of its client. */
@Component
class ResultStore {

    private static final String FIND = "select result, stored_at from result_cache"
            + " where client_id = $1 and operation = $2 and digest = $3 and expires_at > $4";

    /** Takes the client's expired results away as it goes. */
    private static final String KEEP = """
            with expired as (
                delete from result_cache where client_id = $1 and expires_at <= $5 and digest <> $3
            )
            insert into result_cache (client_id, operation, digest, result, stored_at, expires_at)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (client_id, operation, digest) do update
               set result = excluded.result, stored_at = excluded.stored_at, expires_at = excluded.expires_at
            """;

    private final DatabaseClient database;

    ResultStore(DatabaseClient database) {
        this.database = database;
    }

    Mono<Cached<String>> find(CacheKey key, Instant now) {
        return database.sql(FIND)
                .bind(0, key.clientId())
                .bind(1, key.operation())
                .bind(2, key.digest())
                .bind(3, now)
                .map(row -> new Cached<>(
                        Objects.requireNonNull(row.get("result", String.class)),
                        Objects.requireNonNull(row.get("stored_at", Instant.class))))
                .one();
    }

    Mono<Void> keep(CacheKey key, Cached<String> result, Duration life) {
        return database.sql(KEEP)
                .bind(0, key.clientId())
                .bind(1, key.operation())
                .bind(2, key.digest())
                .bind(3, result.value())
                .bind(4, result.storedAt())
                .bind(5, result.storedAt().plus(life))
                .then();
    }
}
