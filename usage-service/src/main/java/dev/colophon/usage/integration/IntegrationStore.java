package dev.colophon.usage.integration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Integrations in the database; every call but {@link #owners} runs in a transaction of its client. */
@Component
class IntegrationStore {

    private static final String COLUMNS = """
            select id, type, subtype, name, base_url, credentials, configuration::text as configuration,
                   model_config::text as model_config, performance_config::text as performance_config,
                   fallback_integration_id, active, version, created_at, updated_at from integration
            """;

    private static final String INSERT = """
            with owner as (insert into integration_owner (id) values ($2) on conflict do nothing)
            insert into integration (id, client_id, type, subtype, name, base_url, credentials, configuration,
                   model_config, performance_config, fallback_integration_id, active, version, updated_at, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb, $10::jsonb, $11, $12, $13, $14, $15)
            """;

    private static final String UPDATE = """
            update integration set type = $3, subtype = $4, name = $5, base_url = $6, credentials = $7,
                   configuration = $8::jsonb, model_config = $9::jsonb, performance_config = $10::jsonb,
                   fallback_integration_id = $11, active = $12, version = $13, updated_at = $14
             where id = $1 and client_id = $2
            """;

    private static final String PAGE = COLUMNS + " where ($1::uuid is null or id < $1) order by id desc limit $2";

    /** Keeps changes of one client's integrations apart: a chain is judged as a whole. */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('integrations'), hashtext($1))";

    private final DatabaseClient database;
    private final ObjectMapper json;

    IntegrationStore(DatabaseClient database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Waits until nobody else changes this client's integrations, and keeps it so until the transaction ends. */
    Mono<Void> lock(UUID clientId) {
        return database.sql(LOCK).bind(0, clientId.toString()).fetch().all().then();
    }

    Mono<Void> insert(UUID clientId, Integration integration) {
        return bound(database.sql(INSERT), clientId, integration)
                .bind(14, integration.createdAt())
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Void> update(UUID clientId, Integration integration) {
        return bound(database.sql(UPDATE), clientId, integration)
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Void> delete(UUID id) {
        return database.sql("delete from integration where id = $1")
                .bind(0, id)
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Integration> find(UUID id) {
        return database.sql(COLUMNS + " where id = $1")
                .bind(0, id)
                .map(this::integration)
                .one();
    }

    Flux<Integration> all() {
        return database.sql(COLUMNS + " order by id").map(this::integration).all();
    }

    /** Newest first. */
    Mono<List<Integration>> page(@Nullable UUID after, int limit) {
        return database.sql(PAGE)
                .bind(0, after == null ? Parameters.in(UUID.class) : Parameters.in(after))
                .bind(1, limit)
                .map(this::integration)
                .all()
                .collectList();
    }

    /** Those whose credentials are sealed with another key than {@code keyId}. */
    Flux<Integration> notSealedWith(String keyId) {
        return database.sql(COLUMNS + " where credentials is not null and split_part(credentials, '.', 2) <> $1"
                        + " order by id for update")
                .bind(0, keyId)
                .map(this::integration)
                .all();
    }

    /** Every client that ever had an integration; needs no client. */
    Flux<UUID> owners() {
        return database.sql("select id from integration_owner order by id")
                .map(row -> required(row, "id", UUID.class))
                .all();
    }

    private static GenericExecuteSpec bound(GenericExecuteSpec sql, UUID clientId, Integration integration) {
        UUID fallback = integration.fallbackIntegrationId();
        return sql.bind(0, integration.id())
                .bind(1, clientId)
                .bind(2, integration.type().wireName())
                .bind(3, integration.subtype().wireName())
                .bind(4, integration.name())
                .bind(5, text(integration.baseUrl()))
                .bind(6, text(integration.sealedCredentials()))
                .bind(7, integration.configuration().toString())
                .bind(8, integration.modelConfig().toString())
                .bind(9, integration.performanceConfig().toString())
                .bind(10, fallback == null ? Parameters.in(UUID.class) : Parameters.in(fallback))
                .bind(11, integration.active())
                .bind(12, integration.version())
                .bind(13, integration.updatedAt());
    }

    private Integration integration(Readable row) {
        return new Integration(
                required(row, "id", UUID.class),
                IntegrationType.fromWireName(required(row, "type", String.class)),
                Subtype.fromWireName(required(row, "subtype", String.class)),
                required(row, "name", String.class),
                row.get("base_url", String.class),
                row.get("credentials", String.class),
                document(row, "configuration"),
                document(row, "model_config"),
                document(row, "performance_config"),
                row.get("fallback_integration_id", UUID.class),
                required(row, "active", Boolean.class),
                required(row, "version", Long.class),
                required(row, "created_at", Instant.class),
                required(row, "updated_at", Instant.class));
    }

    private JsonNode document(Readable row, String column) {
        try {
            return json.readTree(required(row, column, String.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored integration is not readable", e);
        }
    }

    private static Parameter text(@Nullable String value) {
        return value == null ? Parameters.in(String.class) : Parameters.in(value);
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
