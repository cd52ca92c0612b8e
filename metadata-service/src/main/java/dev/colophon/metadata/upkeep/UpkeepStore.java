package dev.colophon.metadata.upkeep;

import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks over all clients by functions of the schema's owner, which tell ids and counts only. */
@Component
class UpkeepStore {

    record OfClient(UUID clientId, UUID projectId) {}

    record Work(String queue, UUID subjectId) {}

    private final DatabaseClient database;

    UpkeepStore(DatabaseClient database) {
        this.database = database;
    }

    /** Projects that say something, are to have metadata by themselves and have none, in the order of their ids. */
    Flux<OfClient> lacking(UUID after, int most) {
        return database.sql("select client_id, project_id from projects_without_metadata($1, $2)")
                .bind(0, after)
                .bind(1, most)
                .map(UpkeepStore::ofClient)
                .all();
    }

    /** Projects that are said to wait, or to be written about, and of which no worker will ever hear. */
    Flux<OfClient> withoutWork() {
        return database.sql("select client_id, project_id from projects_without_work()")
                .map(UpkeepStore::ofClient)
                .all();
    }

    Flux<Work> workWithoutProject() {
        return database.sql("select queue, subject_id from work_without_project()")
                .map(row -> new Work(required(row, "queue", String.class), required(row, "subject_id", UUID.class)))
                .all();
    }

    Mono<Long> removeOutdatedResults(Instant until) {
        return database.sql("select remove_outdated_results($1)")
                .bind(0, until)
                .mapValue(Long.class)
                .one();
    }

    /** Results of clients that have no project any more. */
    Mono<Long> removeOrphanedResults() {
        return database.sql("select remove_orphaned_results()")
                .mapValue(Long.class)
                .one();
    }

    private static OfClient ofClient(Readable row) {
        return new OfClient(required(row, "client_id", UUID.class), required(row, "project_id", UUID.class));
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
