package dev.colophon.messaging.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.EventCodec;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who did what to a replay, and why; written in the transaction that does it. */
final class Audit {

    /** The actor where no person is behind it. */
    static final String ITSELF = "colophon";

    private final DatabaseClient database;

    Audit(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> add(UUID replayId, String actor, String action, Map<String, ?> detail) {
        return database.sql(
                        "insert into replay_audit (replay_id, actor, action, detail) values ($1, $2, $3, $4::jsonb)")
                .bind(0, replayId)
                .bind(1, actor)
                .bind(2, action)
                .bind(3, ReplayStore.json(detail))
                .fetch()
                .rowsUpdated()
                .then();
    }

    Flux<AuditEntry> of(UUID replayId) {
        return database.sql("select actor, action, detail::text as detail, at from replay_audit"
                        + " where replay_id = $1 order by seq")
                .bind(0, replayId)
                .map(row -> new AuditEntry(
                        ReplayStore.required(row, "at", Instant.class),
                        ReplayStore.required(row, "actor", String.class),
                        ReplayStore.required(row, "action", String.class),
                        json(row.get("detail", String.class))))
                .all();
    }

    private static JsonNode json(@Nullable String text) {
        try {
            return EventCodec.json().readTree(text == null ? "{}" : text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
