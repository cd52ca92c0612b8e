package dev.colophon.gateway.identity;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.security.Role;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** API keys, each visible to its client alone; a key presented at the door is found by its hash. */
@Component
class ApiKeyStore {

    private static final String VIEW =
            "id, name, key_prefix, roles, created_at, created_by, expires_at, revoked_at, last_used_at";
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final DatabaseClient database;
    private final ClientTransactions transactions;

    ApiKeyStore(DatabaseClient database, ClientTransactions transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    Mono<Identity> findByHash(byte[] hash) {
        return database.sql("select id, client_id, roles, expires_at from api_key_by_hash($1)")
                .bind(0, hash)
                .map(row -> new Identity(
                        Rows.required(row, "id", UUID.class),
                        Rows.required(row, "client_id", UUID.class),
                        roles(row),
                        row.get("expires_at", Instant.class)))
                .one();
    }

    Mono<Void> insert(UUID clientId, ApiKey key, ApiKeySecret secret) {
        DatabaseClient.GenericExecuteSpec insert = database.sql(
                        "insert into api_key (id, client_id, name, key_hash,"
                                + " key_prefix, roles, created_at, created_by, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
                .bind(0, key.id())
                .bind(1, clientId)
                .bind(2, key.name())
                .bind(3, secret.hash())
                .bind(4, key.keyPrefix())
                .bind(5, names(key.roles()))
                .bind(6, key.createdAt())
                .bind(7, key.createdBy());
        insert = key.expiresAt() == null ? insert.bindNull(8, Instant.class) : insert.bind(8, key.expiresAt());
        return transactions.inClient(clientId, insert.fetch().rowsUpdated()).then();
    }

    Flux<ApiKey> list(UUID clientId, @Nullable UUID after, int limit) {
        return transactions.inClientMany(
                clientId,
                database.sql("select " + VIEW + " from api_key where client_id = $1 and id > $2 order by id limit $3")
                        .bind(0, clientId)
                        .bind(1, Objects.requireNonNullElse(after, BEFORE_ALL))
                        .bind(2, limit)
                        .map(ApiKeyStore::key)
                        .all());
    }

    /** Empty where the client has no such key in force. */
    Mono<UUID> revoke(UUID clientId, UUID keyId, Instant now) {
        return transactions.inClient(
                clientId,
                database.sql(
                                "update api_key set revoked_at = $3 where client_id = $1 and id = $2 and revoked_at is null"
                                        + " returning id")
                        .bind(0, clientId)
                        .bind(1, keyId)
                        .bind(2, now)
                        .mapValue(UUID.class)
                        .one());
    }

    /** Notes that a key is in use, to the minute. */
    Mono<Void> touch(Identity identity, Instant now) {
        return transactions
                .inClient(
                        identity.clientId(),
                        database.sql("update api_key set last_used_at = $2 where id = $1"
                                        + " and (last_used_at is null or last_used_at < $2 - interval '1 minute')")
                                .bind(0, identity.keyId())
                                .bind(1, now)
                                .fetch()
                                .rowsUpdated())
                .then();
    }

    private static ApiKey key(Readable row) {
        return new ApiKey(
                Rows.required(row, "id", UUID.class),
                Rows.required(row, "name", String.class),
                Rows.required(row, "key_prefix", String.class),
                roles(row),
                Rows.required(row, "created_at", Instant.class),
                Rows.required(row, "created_by", String.class),
                row.get("expires_at", Instant.class),
                row.get("revoked_at", Instant.class),
                row.get("last_used_at", Instant.class));
    }

    private static Set<Role> roles(Readable row) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        Arrays.stream(Rows.required(row, "roles", String[].class))
                .map(Role::fromWireName)
                .forEach(roles::add);
        return roles;
    }

    private static String[] names(Collection<Role> roles) {
        return roles.stream().map(Role::wireName).sorted().toArray(String[]::new);
    }
}
