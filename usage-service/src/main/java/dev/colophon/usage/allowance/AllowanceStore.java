package dev.colophon.usage.allowance;

import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Allowances in the database, in transactions of their client. */
@Component
class AllowanceStore {

    private final DatabaseClient database;

    AllowanceStore(DatabaseClient database) {
        this.database = database;
    }

    /** Sets aside, or changes what was set aside; one step, below all limits of the client or not at all. */
    Mono<SetAside> setAside(UUID id, UUID clientId, UUID replayId, BigDecimal amount, LocalDate today) {
        return database.sql("select * from set_aside($1, $2, $3, $4, $5)")
                .bind(0, id)
                .bind(1, clientId)
                .bind(2, replayId)
                .bind(3, amount)
                .bind(4, today)
                .map(AllowanceStore::answer)
                .one();
    }

    Mono<Allowance> find(UUID id) {
        return database.sql("select * from allowance where id = $1")
                .bind(0, id)
                .map(AllowanceStore::allowance)
                .one();
    }

    /** Gives back what is left; may be repeated. */
    Mono<Void> release(UUID id) {
        return database.sql("select close_allowance($1, 'released')::text")
                .bind(0, id)
                .fetch()
                .all()
                .then();
    }

    /** Closes what nobody touched since; gives how many. */
    Mono<Long> closeIdle(UUID clientId, Instant since) {
        return database.sql("""
                        select close_allowance(id, 'idle')::text
                          from (select id from allowance where client_id = $1 and state = 'open' and touched_at < $2
                                 order by id) as idle
                        """).bind(0, clientId).bind(1, since).fetch().all().count();
    }

    /** Counts for today what is left of allowances that were last counted on a day before. */
    Mono<Void> carry(UUID clientId, LocalDate today) {
        return database.sql("select carry_allowances($1, $2)::text")
                .bind(0, clientId)
                .bind(1, today)
                .fetch()
                .all()
                .then();
    }

    /** Across clients: all that have an open one. */
    Flux<UUID> accounts() {
        return database.sql("select distinct account from allowance_open order by account")
                .mapValue(UUID.class)
                .all();
    }

    private static SetAside answer(Readable row) {
        return required(row, "outcome", String.class).equals("set_aside")
                ? new SetAside.Done()
                : new SetAside.OverLimit(
                        required(row, "scope", String.class),
                        required(row, "period", String.class),
                        required(row, "limit_amount", BigDecimal.class),
                        required(row, "spent", BigDecimal.class),
                        required(row, "unconfirmed", BigDecimal.class),
                        required(row, "reserved", BigDecimal.class),
                        required(row, "estimated_cost", BigDecimal.class));
    }

    private static Allowance allowance(Readable row) {
        return new Allowance(
                required(row, "id", UUID.class),
                required(row, "replay_id", UUID.class),
                required(row, "state", String.class),
                row.get("closed_for", String.class),
                required(row, "amount", BigDecimal.class),
                required(row, "spent", BigDecimal.class),
                required(row, "unconfirmed", BigDecimal.class),
                required(row, "reserved", BigDecimal.class),
                required(row, "rest", BigDecimal.class),
                row.get("requested", BigDecimal.class),
                required(row, "counted_on", LocalDate.class),
                required(row, "opened_at", Instant.class),
                required(row, "touched_at", Instant.class),
                row.get("closed_at", Instant.class));
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
