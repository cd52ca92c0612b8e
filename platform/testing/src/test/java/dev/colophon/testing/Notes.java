package dev.colophon.testing;

import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class Notes {

    private final DatabaseClient database;

    Notes(DatabaseClient database) {
        this.database = database;
    }

    Mono<Void> add(UUID clientId, String text) {
        return database.sql("insert into note (id, client_id, text) values ($1, $2, $3)")
                .bind(0, UUID.randomUUID())
                .bind(1, clientId)
                .bind(2, text)
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Long> count() {
        return database.sql("select count(*) from note").mapValue(Long.class).one();
    }
}
