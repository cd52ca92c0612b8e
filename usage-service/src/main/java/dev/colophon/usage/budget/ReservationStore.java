package dev.colophon.usage.budget;

import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reservations in the database, in transactions of their client; a lease is judged by the database's clock. */
@Component
class ReservationStore {

    /**
     * A reservation that ends.
     *
     * @param held what it held of its windows until then
     */
    record Ended(
            UUID id,
            Instant reservedAt,
            @Nullable UUID projectId,
            BigDecimal held,
            @Nullable BigDecimal estimate,
            @Nullable UUID replayId,
            @Nullable UUID allowanceId) {}

    /** What has to be told of a reservation of which nobody told. */
    record Expired(
            UUID id,
            UUID callId,
            @Nullable UUID projectId,
            @Nullable UUID integrationId,
            String operation,
            String provider,
            String model,
            @Nullable Long inputTokens,
            @Nullable BigDecimal estimate,
            Instant reservedAt,
            @Nullable UUID replayId) {}

    /** A lease that ran out, and whose it was. */
    record Lease(UUID reservationId, UUID account) {}

    private static final String END = """
            with held as (
                select * from reservation where id = any($1) and state = any($2) order by id for update
            ), ended as (
                update reservation r set state = $3, ended_at = coalesce(r.ended_at, clock_timestamp())
                  from held where r.id = held.id
            ), freed as (
                delete from reservation_lease l using held where l.reservation_id = held.id
            )
            select * from held
            """;

    private static final String SETTLE = """
            with found as (
                select * from reservation where id = any($1) and call_id is not null order by id for update
            ), held as (
                select id from found where state in ('open', 'expired')
            ), ended as (
                update reservation r set state = 'settled', ended_at = coalesce(r.ended_at, clock_timestamp())
                  from held where r.id = held.id
            ), freed as (
                delete from reservation_lease l using held where l.reservation_id = held.id
            )
            select id, reserved_at, project_id, estimated_cost, replay_id, allowance_id,
                   case when state in ('open', 'expired') then coalesce(estimated_cost, 0) else 0 end as held from found
            """;

    private static final String REFUSE = """
            insert into reservation (id, client_id, state, reserved_at, expires_at, ended_at)
            values ($1, $2, 'released', $3, $3, $3) on conflict (id) do nothing
            """;

    private static final String DUE = """
            select reservation_id, account from reservation_lease where expires_at < clock_timestamp()
             order by expires_at limit $1
            """;

    private final DatabaseClient database;

    ReservationStore(DatabaseClient database) {
        this.database = database;
    }

    /** Ends those that are open; gives them as they were. */
    Flux<Ended> release(Collection<UUID> ids) {
        return end(ids, Reservation.State.RELEASED, ReservationStore::ended, Reservation.State.OPEN);
    }

    /** Ends those whose attempts stand in the ledger from now on; gives all that were made, whatever became of them. */
    Flux<Ended> settle(Collection<UUID> ids) {
        return database.sql(SETTLE)
                .bind(0, ids.toArray(UUID[]::new))
                .map(row -> holding(row, required(row, "held", BigDecimal.class)))
                .all();
    }

    /** Ends those that are open; what they hold stays held until the ledger has them. */
    Flux<Expired> expire(Collection<UUID> ids) {
        return end(ids, Reservation.State.EXPIRED, ReservationStore::expired, Reservation.State.OPEN);
    }

    /** Refuses a reservation that was not made yet. */
    Mono<Void> refuse(UUID clientId, UUID id, Instant now) {
        return database.sql(REFUSE)
                .bind(0, id)
                .bind(1, clientId)
                .bind(2, now)
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** When attempts were reserved, of those that were. */
    Flux<Ended> all(Collection<UUID> ids) {
        return database.sql("select * from reservation where id = any($1) and call_id is not null")
                .bind(0, ids.toArray(UUID[]::new))
                .map(ReservationStore::ended)
                .all();
    }

    /** Across clients. */
    Flux<Lease> due(int limit) {
        return database.sql(DUE)
                .bind(0, limit)
                .map(row ->
                        new Lease(required(row, "reservation_id", UUID.class), required(row, "account", UUID.class)))
                .all();
    }

    private <T> Flux<T> end(
            Collection<UUID> ids, Reservation.State to, Function<Readable, T> as, Reservation.State... from) {
        return database.sql(END)
                .bind(0, ids.toArray(UUID[]::new))
                .bind(1, Arrays.stream(from).map(ReservationStore::wireName).toArray(String[]::new))
                .bind(2, wireName(to))
                .map(as)
                .all();
    }

    private static String wireName(Reservation.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Ended ended(Readable row) {
        return holding(row, Objects.requireNonNullElse(row.get("estimated_cost", BigDecimal.class), BigDecimal.ZERO));
    }

    private static Ended holding(Readable row, BigDecimal held) {
        return new Ended(
                required(row, "id", UUID.class),
                required(row, "reserved_at", Instant.class),
                row.get("project_id", UUID.class),
                held,
                row.get("estimated_cost", BigDecimal.class),
                row.get("replay_id", UUID.class),
                row.get("allowance_id", UUID.class));
    }

    private static Expired expired(Readable row) {
        return new Expired(
                required(row, "id", UUID.class),
                required(row, "call_id", UUID.class),
                row.get("project_id", UUID.class),
                row.get("integration_id", UUID.class),
                required(row, "operation", String.class),
                required(row, "provider", String.class),
                required(row, "model", String.class),
                row.get("input_tokens", Long.class),
                row.get("estimated_cost", BigDecimal.class),
                required(row, "reserved_at", Instant.class),
                row.get("replay_id", UUID.class));
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
