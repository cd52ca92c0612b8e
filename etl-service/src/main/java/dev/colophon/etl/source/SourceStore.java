package dev.colophon.etl.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Sources in the database, always within a transaction of their client. */
@Component
class SourceStore {

    private static final String COLUMNS = "id, project_id, type, name, config, extract(epoch from schedule)::bigint"
            + " as schedule_seconds, cursor, created_at, updated_at";
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final UUID BEFORE_EVERY_ID = new UUID(0, 0);

    private final DatabaseClient database;
    private final ObjectMapper json;

    SourceStore(DatabaseClient database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    Mono<Void> insert(UUID clientId, Source source) {
        return database.sql("insert into source (id, client_id, project_id, type, name, config, schedule)"
                        + " values ($1, $2, $3, $4, $5, $6::jsonb, $7 * interval '1 second')")
                .bind(0, source.id())
                .bind(1, clientId)
                .bind(2, source.projectId())
                .bind(3, source.type())
                .bind(4, source.name())
                .bind(5, written(source.config()))
                .bind(6, optional(Long.class, seconds(source.schedule())))
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Void> update(UUID id, String name, Source.Config config, @Nullable Duration schedule) {
        return database.sql("update source set name = $2, config = $3::jsonb, schedule = $4 * interval '1 second',"
                        + " updated_at = clock_timestamp() where id = $1")
                .bind(0, id)
                .bind(1, name)
                .bind(2, written(config))
                .bind(3, optional(Long.class, seconds(schedule)))
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Void> moveCursor(UUID id, Map<String, String> cursor) {
        return database.sql("update source set cursor = $2::jsonb where id = $1")
                .bind(0, id)
                .bind(1, written(cursor))
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Source> find(UUID id) {
        return database.sql("select " + COLUMNS + " from source where id = $1")
                .bind(0, id)
                .map(this::source)
                .one();
    }

    Mono<Page<Source>> list(@Nullable UUID projectId, PageRequest page) {
        Cursor cursor = page.cursor();
        return database.sql("select " + COLUMNS + " from source where id > $1 and ($2::uuid is null or project_id = $2)"
                        + " order by id limit $3")
                .bind(0, cursor == null ? BEFORE_EVERY_ID : cursor.uuid(0))
                .bind(1, optional(UUID.class, projectId))
                .bind(2, page.fetchLimit())
                .map(this::source)
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, source -> Cursor.of(source.id())));
    }

    Mono<Void> delete(UUID id) {
        return database.sql("delete from source where id = $1")
                .bind(0, id)
                .fetch()
                .rowsUpdated()
                .then();
    }

    private Source source(Readable row) {
        Long seconds = row.get("schedule_seconds", Long.class);
        return new Source(
                required(row, "id", UUID.class),
                required(row, "project_id", UUID.class),
                required(row, "type", String.class),
                required(row, "name", String.class),
                read(required(row, "config", String.class), new TypeReference<>() {}),
                seconds == null ? null : Duration.ofSeconds(seconds),
                read(required(row, "cursor", String.class), TEXTS),
                required(row, "created_at", Instant.class),
                required(row, "updated_at", Instant.class));
    }

    private static Parameter optional(Class<?> type, @Nullable Object value) {
        return value == null ? Parameters.in(type) : Parameters.in(value);
    }

    private static @Nullable Long seconds(@Nullable Duration schedule) {
        return schedule == null ? null : schedule.toSeconds();
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static <T> T required(Readable row, String column, Class<T> type) {
        T value = row.get(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }
}
