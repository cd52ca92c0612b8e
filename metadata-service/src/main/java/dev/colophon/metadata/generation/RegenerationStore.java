package dev.colophon.metadata.generation;

import dev.colophon.metadata.content.RefreshPolicy;
import dev.colophon.metadata.generation.ReplayRule.Standing;
import dev.colophon.metadata.generation.ReplayRule.Writing;
import dev.colophon.metadata.project.MetadataStatus;
import dev.colophon.metadata.project.ProjectText;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where projects stand that a replay comes upon; every call runs in a transaction of their client. */
@Component
class RegenerationStore {

    /** A project with what it says and what is known of its metadata. */
    record Found(UUID projectId, ProjectText text, Standing standing, GenerationRun.@Nullable Source writtenFrom) {}

    private static final String FIND = """
            select p.id, p.name, p.description, p.content, p.auto_metadata, m.status, m.meta is not null as written,
                   m.meta ->> 'model_used' as served_by, m.meta ->> 'prompt_version' as prompt_version, m.asked_of,
                   m.text_hash, m.items_revision, coalesce(d.revision, 0) as revision,
                   coalesce(d.front_page_revision, 0) as front_page_revision,
                   coalesce((extract(epoch from clock_timestamp() - d.changed_at) * 1000)::bigint, 0) as quiet,
                   exists (select from item_excerpt e where e.project_id = p.id and not e.removed) as has_items
              from project p
              join project_metadata m on m.project_id = p.id
              left join project_digest d on d.project_id = p.id
             where p.id = any($1)
             order by p.id
            """;
    private static final String FIND_AND_LOCK = FIND + " for update of m";

    /** What a live request is on its way for is left to that. Why it failed before stays until there is metadata. */
    private static final String BEGIN_REPLAYED = """
            update project_metadata m set status = 'in_progress', run = m.run + 1, request_id = $2, reason = 'replayed',
                   asked = false
              from project p
             where p.id = m.project_id and m.project_id = $1 and m.status <> 'queued'
            returning m.request_id, m.reason, m.asked, m.run, m.meta is not null as written, m.text_hash, m.items_revision,
                      m.meta ->> 'model_used' as served_by, m.meta ->> 'prompt_version' as prompt_version, m.asked_of,
                      m.anew_for is not distinct from $3 as force, p.name, p.description, p.content
            """;

    private static final String RESTED =
            "update project_metadata set status = case when follow_up_id is not null then 'queued'"
                    + " when failure_reason is not null then 'failed' when meta is null then 'none' else 'generated' end,"
                    + GenerationStore.AFTERWARDS;
    private static final String ANEW = "update project_metadata set anew_for = $2 where project_id = any($1)";

    private final DatabaseClient database;
    private final RefreshPolicy policy;

    RegenerationStore(DatabaseClient database, RefreshPolicy policy) {
        this.database = database;
        this.policy = policy;
    }

    /** Those of the projects that the client has. */
    Flux<Found> find(Collection<UUID> projects) {
        return find(FIND, projects);
    }

    /** As {@link #find}, and they stay so until the transaction ends. */
    Flux<Found> lock(Collection<UUID> projects) {
        return find(FIND_AND_LOCK, projects);
    }

    /** Has the replay's work write anew what nothing has changed of. */
    Mono<Void> writeAnew(Collection<UUID> projects, UUID replayId) {
        return database.sql(ANEW)
                .bind(0, projects.toArray(UUID[]::new))
                .bind(1, replayId)
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Starts the run that a replay wants; empty where the project is gone or a live request does it already. */
    Mono<GenerationRun> begin(UUID clientId, UUID projectId, UUID replayId) {
        return database.sql(BEGIN_REPLAYED)
                .bind(0, projectId)
                .bind(1, Regenerations.requestId(projectId, replayId))
                .bind(2, replayId)
                .map(row -> new GenerationRun(
                        clientId,
                        projectId,
                        required(row, "request_id", UUID.class),
                        false,
                        required(row, "run", Long.class),
                        GenerationStore.writtenFrom(row),
                        GenerationStore.ownText(row),
                        new GenerationRun.Replayed(replayId, writtenBy(row), required(row, "force", Boolean.class))))
                .one();
    }

    /**
     * Ends a replay's run that leaves everything as it was.
     *
     * @return whether one more run is to follow; empty where a later run has taken over or the project is gone
     */
    Mono<Boolean> rested(GenerationRun run) {
        return database.sql(RESTED)
                .bind(0, run.projectId())
                .bind(1, run.number())
                .mapValue(Boolean.class)
                .one();
    }

    private Flux<Found> find(String sql, Collection<UUID> projects) {
        return database.sql(sql)
                .bind(0, projects.toArray(UUID[]::new))
                .map(this::found)
                .all();
    }

    private Found found(Readable row) {
        ProjectText text = GenerationStore.ownText(row);
        GenerationRun.Source writtenFrom = GenerationStore.writtenFrom(row);
        Standing standing = new Standing(
                MetadataStatus.fromWireName(required(row, "status", String.class)),
                required(row, "auto_metadata", Boolean.class),
                text.saysSomething() || required(row, "has_items", Boolean.class),
                writtenBy(row),
                text.hash().equals(row.get("text_hash", String.class)),
                policy.judge(items(row)) == RefreshPolicy.Verdict.REFRESH);
        return new Found(required(row, "id", UUID.class), text, standing, writtenFrom);
    }

    private static @Nullable Writing writtenBy(Readable row) {
        return required(row, "written", Boolean.class)
                ? new Writing(
                        row.get("asked_of", String.class),
                        required(row, "served_by", String.class),
                        required(row, "prompt_version", String.class))
                : null;
    }

    private static RefreshPolicy.Standing items(Readable row) {
        return new RefreshPolicy.Standing(
                required(row, "revision", Long.class),
                required(row, "items_revision", Long.class),
                required(row, "front_page_revision", Long.class),
                Duration.ofMillis(required(row, "quiet", Long.class)));
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
