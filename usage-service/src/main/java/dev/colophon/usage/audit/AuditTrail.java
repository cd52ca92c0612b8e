package dev.colophon.usage.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Keeps every change of a client's configuration, in the transaction of the change; nothing is altered afterwards. */
@Component
public class AuditTrail {

    private static final String ADD = """
            insert into configuration_audit (id, client_id, at, who, kind, action, credentials_changed, before, after)
            values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb)
            """;

    private static final String PAGE = """
            select id, at, who, kind, action, credentials_changed, before::text as before, after::text as after
              from configuration_audit
             where ($1::uuid is null or id < $1) and ($2::text is null or kind = $2 or kind like $2 || '/%')
             order by id desc limit $3
            """;

    private final DatabaseClient database;
    private final ObjectMapper json;

    AuditTrail(DatabaseClient database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Adds a change, in the client's transaction. */
    public Mono<Void> add(UUID clientId, AuditEntry entry) {
        return database.sql(ADD)
                .bind(0, entry.id())
                .bind(1, clientId)
                .bind(2, entry.at())
                .bind(3, entry.who())
                .bind(4, entry.kind())
                .bind(5, entry.action())
                .bind(6, entry.credentialsChanged())
                .bind(7, document(entry.before()))
                .bind(8, document(entry.after()))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Newest first. */
    Mono<Page<AuditEntry>> page(@Nullable String kind, PageRequest page) {
        Cursor cursor = page.cursor();
        return database.sql(PAGE)
                .bind(0, cursor == null ? Parameters.in(UUID.class) : Parameters.in(cursor.uuid(0)))
                .bind(1, kind == null ? Parameters.in(String.class) : Parameters.in(kind))
                .bind(2, page.fetchLimit())
                .map(this::entry)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, row -> Cursor.of(row.id())));
    }

    private AuditEntry entry(Readable row) {
        return new AuditEntry(
                required(row, "id", UUID.class),
                required(row, "at", Instant.class),
                required(row, "who", String.class),
                required(row, "kind", String.class),
                required(row, "action", String.class),
                required(row, "credentials_changed", Boolean.class),
                read(row.get("before", String.class)),
                read(row.get("after", String.class)));
    }

    private static Parameter document(@Nullable JsonNode document) {
        return document == null ? Parameters.in(String.class) : Parameters.in(document.toString());
    }

    private @Nullable JsonNode read(@Nullable String stored) {
        try {
            return stored == null ? null : json.readTree(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored change is not readable", e);
        }
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
