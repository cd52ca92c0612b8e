package dev.colophon.usage.preference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Documents in the database; every call runs in a transaction of its client. */
@Component
class SettingStore {

    private static final String PUT = """
            insert into client_setting (client_id, kind, version, document, updated_at, updated_by)
            values ($1, $2, $3, $4::jsonb, $5, $6)
            on conflict (client_id, kind) do update set version = excluded.version, document = excluded.document,
                   updated_at = excluded.updated_at, updated_by = excluded.updated_by
            """;

    private final DatabaseClient database;
    private final ObjectMapper json;

    SettingStore(DatabaseClient database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Waits until nobody else changes this document, and keeps it so until the transaction ends. */
    Mono<Void> lock(UUID clientId, SettingKind kind) {
        return database.sql("select pg_advisory_xact_lock(hashtext('setting'), hashtext($1))")
                .bind(0, clientId + kind.topicKind())
                .fetch()
                .all()
                .then();
    }

    Mono<Setting> find(SettingKind kind) {
        return database.sql("select version, document::text as document, updated_at, updated_by from client_setting"
                        + " where kind = $1")
                .bind(0, kind.topicKind())
                .map(row -> setting(kind, row))
                .one();
    }

    Mono<Void> put(UUID clientId, SettingKind kind, Setting setting) {
        return database.sql(PUT)
                .bind(0, clientId)
                .bind(1, kind.topicKind())
                .bind(2, setting.version())
                .bind(3, setting.values().toString())
                .bind(4, Objects.requireNonNull(setting.updatedAt()))
                .bind(5, Objects.requireNonNull(setting.updatedBy()))
                .fetch()
                .rowsUpdated()
                .then();
    }

    private Setting setting(SettingKind kind, Readable row) {
        try {
            return new Setting(
                    kind.wireName(),
                    Objects.requireNonNull(row.get("version", Long.class)),
                    json.readTree(row.get("document", String.class)),
                    row.get("updated_at", Instant.class),
                    row.get("updated_by", String.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored setting is not readable", e);
        }
    }
}
