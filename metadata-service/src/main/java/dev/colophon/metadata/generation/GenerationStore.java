package dev.colophon.metadata.generation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.events.metadata.MetadataRequested;
import dev.colophon.metadata.project.MetadataStatus;
import dev.colophon.metadata.project.ProjectMeta;
import dev.colophon.metadata.project.ProjectText;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The one row that says where a project's metadata stands; every call runs in a transaction of its client. */
@Component
class GenerationStore {

    /** A state with what is needed to judge whether it is out of date. */
    record Known(
            GenerationState state,
            boolean autoMetadata,
            @Nullable String textHash,
            long itemsRevision) {}

    /** What there is to show. */
    record Outcome(
            MetadataStatus status,
            @Nullable ProjectMeta meta,
            @Nullable String failureDetail) {}

    private static final String LOCK = """
            select m.status, m.request_id, m.asked, m.follow_up_id, m.meta::text as meta, m.text_hash, m.items_revision,
                   p.auto_metadata
              from project_metadata m join project p on p.id = m.project_id
             where m.project_id = $1 for update of m
            """;
    private static final String QUEUE = "update project_metadata set status = 'queued', request_id = $2, reason = $3,"
            + " asked = $4, failure_reason = null, failure_detail = null where project_id = $1";
    private static final String ADOPT = "update project_metadata set asked = true where project_id = $1";
    private static final String FOLLOW_UP = "update project_metadata set follow_up_id = $2 where project_id = $1";

    /** Requests of others, which no state knows of yet, change the state; ours have done so already. */
    private static final String ACCEPT = """
            with request as (
                select * from unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::text[])
                           as r(project_id, request_id, force, reason)
            )
            update project_metadata m
               set status = case when m.status = 'in_progress' then m.status else 'queued' end,
                   follow_up_id = case when m.status = 'in_progress' then r.request_id else m.follow_up_id end,
                   request_id = case when m.status = 'in_progress' then m.request_id else r.request_id end,
                   reason = case when m.status = 'in_progress' then m.reason else r.reason end,
                   asked = m.asked or r.reason = 'requested'
              from request r
             where m.project_id = r.project_id and m.request_id is distinct from r.request_id
               and m.follow_up_id is distinct from r.request_id
               and (m.status in ('none', 'failed') or m.status = 'generated' and (r.force or r.reason <> 'requested')
                    or m.status = 'in_progress' and r.force and m.follow_up_id is null)
            """;

    private static final String WAITING =
            "select project_id from project_metadata where project_id = any($1) and status = 'queued'";

    private static final String BEGIN = """
            update project_metadata m set status = 'in_progress', run = m.run + 1
              from project p
             where p.id = m.project_id and m.project_id = $1 and m.status in ('queued', 'in_progress')
            returning m.request_id, m.reason, m.asked, m.run, m.meta is not null as written, m.text_hash, m.items_revision,
                      p.name, p.description, p.content
            """;

    /** Completes what ends a run. */
    static final String AFTERWARDS = " asked = follow_up_id is not null, follow_up_id = null,"
            + " request_id = coalesce(follow_up_id, request_id) where project_id = $1 and run = $2"
            + " and status = 'in_progress' returning status = 'queued' as again";

    private static final String GENERATED = "update project_metadata set meta = $3::jsonb, text_hash = $4,"
            + " items_revision = $5, asked_of = $6, failure_reason = null, failure_detail = null, status = case when follow_up_id is null then 'generated' else 'queued' end,"
            + AFTERWARDS;
    private static final String FAILED = "update project_metadata set failure_reason = $3, failure_detail = $4,"
            + " status = case when follow_up_id is null then 'failed' else 'queued' end," + AFTERWARDS;
    private static final String NOTHING_TO_SAY =
            "update project_metadata set status = case when follow_up_id is not null"
                    + " then 'queued' when meta is null then 'none' else 'generated' end," + AFTERWARDS;
    private static final String BACK =
            "update project_metadata set status = 'queued' where project_id = $1 and run = $2"
                    + " and status = 'in_progress'";

    private static final String OUTCOME =
            "select status, meta::text as meta, failure_detail from project_metadata where project_id = $1";
    private static final String TEXT = "select name, description, content from project where id = $1";

    private final DatabaseClient database;
    private final ObjectMapper json;

    GenerationStore(DatabaseClient database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** The state as it will stay until the transaction ends; empty where the client has no such project. */
    Mono<Known> lock(UUID projectId) {
        return database.sql(LOCK).bind(0, projectId).map(this::known).one();
    }

    Mono<Void> queue(UUID projectId, UUID requestId, String reason, boolean asked) {
        return changed(database.sql(QUEUE)
                .bind(0, projectId)
                .bind(1, requestId)
                .bind(2, reason)
                .bind(3, asked));
    }

    Mono<Void> adopt(UUID projectId) {
        return changed(database.sql(ADOPT).bind(0, projectId));
    }

    Mono<Void> followUp(UUID projectId, UUID requestId) {
        return changed(database.sql(FOLLOW_UP).bind(0, projectId).bind(1, requestId));
    }

    /** Takes requests up and tells which of their projects wait now. */
    Flux<UUID> accept(Collection<MetadataRequested> requests) {
        UUID[] projects = column(requests, MetadataRequested::projectId, UUID[]::new);
        Mono<Void> accepted = changed(database.sql(ACCEPT)
                .bind(0, projects)
                .bind(1, column(requests, MetadataRequested::requestId, UUID[]::new))
                .bind(2, column(requests, MetadataRequested::force, Boolean[]::new))
                .bind(3, column(requests, MetadataRequested::reason, String[]::new)));
        return accepted.thenMany(
                database.sql(WAITING).bind(0, projects).mapValue(UUID.class).all());
    }

    /** Starts the run of what waits, or of what a dead worker left; empty where there is nothing to run. */
    Mono<GenerationRun> begin(UUID clientId, UUID projectId) {
        return database.sql(BEGIN)
                .bind(0, projectId)
                .map(row -> new GenerationRun(
                        clientId,
                        projectId,
                        required(row, "request_id", UUID.class),
                        required(row, "asked", Boolean.class),
                        required(row, "run", Long.class),
                        writtenFrom(row),
                        ownText(row),
                        null))
                .one();
    }

    static GenerationRun.@Nullable Source writtenFrom(Readable row) {
        return required(row, "written", Boolean.class)
                ? new GenerationRun.Source(
                        row.get("text_hash", String.class), required(row, "items_revision", Long.class))
                : null;
    }

    /**
     * @return whether one more run is to follow; empty where a later run has taken over or the project is gone
     */
    Mono<Boolean> generated(GenerationRun run, ProjectMeta meta, String askedOf, long itemsRevision) {
        return ended(database.sql(GENERATED)
                .bind(0, run.projectId())
                .bind(1, run.number())
                .bind(2, written(meta))
                .bind(3, run.text().hash())
                .bind(4, itemsRevision)
                .bind(5, askedOf));
    }

    /** As {@link #generated}, without metadata. */
    Mono<Boolean> failed(GenerationRun run, String reason, String detail) {
        return ended(database.sql(FAILED)
                .bind(0, run.projectId())
                .bind(1, run.number())
                .bind(2, reason)
                .bind(3, detail));
    }

    /** As {@link #generated}, for a run that nobody asked for and that found nothing to go by. */
    Mono<Boolean> nothingToSay(GenerationRun run) {
        return ended(database.sql(NOTHING_TO_SAY).bind(0, run.projectId()).bind(1, run.number()));
    }

    /** The run broke off and will be tried again. */
    Mono<Void> back(GenerationRun run) {
        return changed(database.sql(BACK).bind(0, run.projectId()).bind(1, run.number()));
    }

    /** Empty where the client has no such project. */
    Mono<Outcome> outcome(UUID projectId) {
        return database.sql(OUTCOME)
                .bind(0, projectId)
                .map(row -> new Outcome(
                        MetadataStatus.fromWireName(required(row, "status", String.class)),
                        meta(row),
                        row.get("failure_detail", String.class)))
                .one();
    }

    /** What the client wrote about the project. */
    Mono<ProjectText> text(UUID projectId) {
        return database.sql(TEXT)
                .bind(0, projectId)
                .map(GenerationStore::ownText)
                .one();
    }

    private Known known(Readable row) {
        return new Known(
                new GenerationState(
                        MetadataStatus.fromWireName(required(row, "status", String.class)),
                        row.get("request_id", UUID.class),
                        required(row, "asked", Boolean.class),
                        row.get("follow_up_id", UUID.class),
                        meta(row)),
                required(row, "auto_metadata", Boolean.class),
                row.get("text_hash", String.class),
                required(row, "items_revision", Long.class));
    }

    static ProjectText ownText(Readable row) {
        return new ProjectText(
                required(row, "name", String.class),
                row.get("description", String.class),
                row.get("content", String.class));
    }

    private @Nullable ProjectMeta meta(Readable row) {
        String stored = row.get("meta", String.class);
        try {
            return stored == null ? null : json.readValue(stored, ProjectMeta.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored metadata is not readable", e);
        }
    }

    private String written(ProjectMeta meta) {
        try {
            return json.writeValueAsString(meta);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("metadata cannot be written", e);
        }
    }

    private static Mono<Void> changed(DatabaseClient.GenericExecuteSpec statement) {
        return statement.fetch().rowsUpdated().then();
    }

    private static Mono<Boolean> ended(DatabaseClient.GenericExecuteSpec statement) {
        return statement.mapValue(Boolean.class).one();
    }

    private static <T> T[] column(
            Collection<MetadataRequested> requests, Function<MetadataRequested, T> value, IntFunction<T[]> array) {
        return requests.stream().map(value).toArray(array);
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
