package dev.colophon.metadata.project;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.web.paging.Cursor;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Projects in the database; every call runs in a transaction of its client. */
@Component
class ProjectStore {

    private static final String INSERT = """
            with created as (
                insert into project (id, client_id, name, description, content, auto_metadata, created_at, updated_at)
                values ($1, $2, $3, $4, $5, $6, $7, $7)
                returning id, client_id
            )
            insert into project_metadata (project_id, client_id, status, request_id, reason)
            select id, client_id, $8, $9, $10 from created
            """;

    private static final String COLUMNS = """
            select p.id, p.name, p.description, p.auto_metadata, p.created_at, p.updated_at,
                   m.status, m.meta::text as meta""";
    private static final String FROM = " from project p join project_metadata m on m.project_id = p.id ";
    private static final String FIND = COLUMNS + ", p.content" + FROM + "where p.id = $1";
    private static final String FIND_TO_CHANGE = FIND + " for update of p";

    private static final String UPDATE = "update project set name = $2, description = $3, content = $4,"
            + " auto_metadata = $5, updated_at = $6 where id = $1";

    private final DatabaseClient database;
    private final ObjectMapper json;

    ProjectStore(DatabaseClient database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /**
     * @param request the request for metadata that the project is created with; null for none
     */
    Mono<Void> insert(UUID clientId, Project project, @Nullable UUID request) {
        return database.sql(INSERT)
                .bind(0, project.id())
                .bind(1, clientId)
                .bind(2, project.name())
                .bind(3, text(project.description()))
                .bind(4, text(project.content()))
                .bind(5, project.autoMetadata())
                .bind(6, project.createdAt())
                .bind(7, project.metadataStatus().wireName())
                .bind(8, request == null ? Parameters.in(UUID.class) : Parameters.in(request))
                .bind(9, text(request == null ? null : "created"))
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Project> find(UUID id) {
        return database.sql(FIND).bind(0, id).map(this::project).one();
    }

    /** As {@link #find}; nobody else changes the project before the transaction ends. */
    Mono<Project> findToChange(UUID id) {
        return database.sql(FIND_TO_CHANGE).bind(0, id).map(this::project).one();
    }

    Mono<Void> update(Project project) {
        return database.sql(UPDATE)
                .bind(0, project.id())
                .bind(1, project.name())
                .bind(2, text(project.description()))
                .bind(3, text(project.content()))
                .bind(4, project.autoMetadata())
                .bind(5, project.updatedAt())
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Deletes the project and, by cascade, everything kept about it; false where there is none. */
    Mono<Boolean> delete(UUID id) {
        return database.sql("delete from project where id = $1")
                .bind(0, id)
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** Newest first, from after the cursor. */
    Mono<List<ProjectEntry>> list(ProjectFilter filter, @Nullable Cursor after, int limit) {
        Map<String, Object> binds = new LinkedHashMap<>();
        StringBuilder sql = new StringBuilder(COLUMNS).append(FROM).append("where true");
        if (after != null) {
            sql.append(" and p.id < :after");
            binds.put("after", after.uuid(0));
        }
        if (filter.tag() != null) {
            sql.append(" and p.id in (select project_ids_tagged(:tag))");
            binds.put("tag", filter.tag());
        }
        if (filter.difficulty() != null) {
            sql.append(" and m.meta ->> 'difficulty_level' = :difficulty");
            binds.put("difficulty", filter.difficulty().wireName());
        }
        if (filter.text() != null) {
            sql.append(" and (p.name ilike :text or p.description ilike :text)");
            binds.put("text", "%" + filter.text().replaceAll("([\\\\%_])", "\\\\$1") + "%");
        }
        sql.append(" order by p.id desc limit :limit");
        binds.put("limit", limit);
        return database.sql(sql.toString())
                .bindValues(binds)
                .map(this::entry)
                .all()
                .collectList();
    }

    private Project project(Readable row) {
        ProjectEntry entry = entry(row);
        return new Project(
                entry.id(),
                entry.name(),
                entry.description(),
                row.get("content", String.class),
                entry.autoMetadata(),
                entry.metadataStatus(),
                entry.meta(),
                entry.createdAt(),
                entry.updatedAt());
    }

    private ProjectEntry entry(Readable row) {
        return new ProjectEntry(
                required(row, "id", UUID.class),
                required(row, "name", String.class),
                row.get("description", String.class),
                required(row, "auto_metadata", Boolean.class),
                MetadataStatus.fromWireName(required(row, "status", String.class)),
                meta(row.get("meta", String.class)),
                required(row, "created_at", Instant.class),
                required(row, "updated_at", Instant.class));
    }

    private @Nullable ProjectMeta meta(@Nullable String stored) {
        try {
            return stored == null ? null : json.readValue(stored, ProjectMeta.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored metadata is not readable", e);
        }
    }

    private static Parameter text(@Nullable String value) {
        return value == null ? Parameters.in(String.class) : Parameters.in(value);
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
