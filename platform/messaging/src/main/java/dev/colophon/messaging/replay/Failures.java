package dev.colophon.messaging.replay;

import java.time.Instant;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;

/** Reads what {@link Progress} keeps of records that failed. */
final class Failures {

    private final DatabaseClient database;

    Failures(DatabaseClient database) {
        this.database = database;
    }

    Flux<ReplayFailure> of(UUID replayId) {
        return database.sql("select partition, record_offset, error_class, error, failed_at from replay_failure"
                        + " where replay_id = $1 order by partition, record_offset")
                .bind(0, replayId)
                .map(row -> new ReplayFailure(
                        ReplayStore.required(row, "partition", Integer.class),
                        ReplayStore.required(row, "record_offset", Long.class),
                        ReplayStore.required(row, "error_class", String.class),
                        ReplayStore.required(row, "error", String.class),
                        ReplayStore.required(row, "failed_at", Instant.class)))
                .all();
    }
}
