package dev.colophon.messaging.deadletter;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The table {@code dead_letter}. Every access is a transaction that says that it works dead letters. */
final class DeadLetterStore {

    private static final String INSERT = """
            insert into dead_letter (id, topic, source_partition, source_offset, letter_topic, letter_partition,
                   letter_offset, key, event_id, event_type, client_id, error_class, error_message, cause, attempts, failed_at)
            select id, topic, source_partition, source_offset, letter_topic, letter_partition, letter_offset, key, event_id,
                   event_type, client_id, error_class, error_message, cause, attempts, failed_at
              from unnest($1::uuid[], $2::text[], $3::int[], $4::bigint[], $5::text[], $6::int[], $7::bigint[], $8::text[],
                          $9::uuid[], $10::text[], $11::uuid[], $12::text[], $13::text[], $14::text[], $15::int[],
                          $16::timestamptz[])
                   as l(id, topic, source_partition, source_offset, letter_topic, letter_partition, letter_offset, key,
                        event_id, event_type, client_id, error_class, error_message, cause, attempts, failed_at)
            on conflict do nothing
            """;

    private static final String COLUMNS = "id, topic, source_partition, source_offset, letter_topic, letter_partition,"
            + " letter_offset, key, event_id, event_type, client_id, error_class, error_message, cause, attempts, redrives,"
            + " state, failed_at, changed_by, changed_at, reason";

    private static final String CHANGE =
            "update dead_letter set state = $1, changed_by = $2, changed_at = clock_timestamp(), reason = $3 where ";

    private final DatabaseClient database;
    private final TransactionalOperator transaction;

    DeadLetterStore(DatabaseClient database, TransactionalOperator transaction) {
        this.database = database;
        this.transaction = transaction;
    }

    /** Runs {@code work} in one transaction that may see dead letters. */
    <T> Mono<T> inTransaction(Mono<T> work) {
        return permitted(work.flux()).singleOrEmpty();
    }

    private <T> Flux<T> permitted(Flux<T> work) {
        return transaction.transactional(database.sql("select set_config('app.dead_letters', 'on', true)")
                .fetch()
                .rowsUpdated()
                .thenMany(work));
    }

    Mono<Long> add(Collection<DeadLetter> letters) {
        return inTransaction(database.sql(INSERT)
                .bind(0, column(letters, DeadLetter::id, UUID[]::new))
                .bind(1, column(letters, letter -> letter.source().topic(), String[]::new))
                .bind(2, column(letters, letter -> letter.source().partition(), Integer[]::new))
                .bind(3, column(letters, letter -> letter.source().offset(), Long[]::new))
                .bind(4, column(letters, letter -> letter.place().topic(), String[]::new))
                .bind(5, column(letters, letter -> letter.place().partition(), Integer[]::new))
                .bind(6, column(letters, letter -> letter.place().offset(), Long[]::new))
                .bind(7, column(letters, DeadLetter::key, String[]::new))
                .bind(8, column(letters, DeadLetter::eventId, UUID[]::new))
                .bind(9, column(letters, DeadLetter::eventType, String[]::new))
                .bind(10, column(letters, DeadLetter::clientId, UUID[]::new))
                .bind(11, column(letters, DeadLetter::errorClass, String[]::new))
                .bind(12, column(letters, DeadLetter::errorMessage, String[]::new))
                .bind(13, column(letters, DeadLetter::cause, String[]::new))
                .bind(14, column(letters, DeadLetter::attempts, Integer[]::new))
                .bind(15, column(letters, letter -> letter.failedAt().toString(), String[]::new))
                .fetch()
                .rowsUpdated());
    }

    Mono<List<DeadLetter>> page(
            DeadLetterFilter filter, int limit, @Nullable Instant beforeFailed, @Nullable UUID beforeId) {
        Conditions where = Conditions.of(filter);
        if (beforeFailed != null && beforeId != null) {
            where.and("(failed_at, id) < (%s, %s)", beforeFailed, beforeId);
        }
        return select(
                        "select " + COLUMNS + " from dead_letter where " + where.sql()
                                + " order by failed_at desc, id desc limit " + limit,
                        where.values())
                .map(DeadLetterStore::letter)
                .all()
                .as(this::permitted)
                .collectList();
    }

    Mono<DeadLetter> find(UUID id) {
        return page(DeadLetterFilter.of(id), 1, null, null)
                .flatMapIterable(found -> found)
                .next();
    }

    Mono<List<DeadLetterCause>> causes(DeadLetterFilter filter, int maxRedrives, DeadLetterState... states) {
        Conditions where = Conditions.of(filter);
        where.andState(maxRedrives, states);
        return select(
                        "select topic, error_class, cause, count(*) as letters, min(failed_at) as oldest,"
                                + " max(failed_at) as newest from dead_letter where " + where.sql()
                                + " group by topic, error_class, cause order by letters desc, topic, error_class limit 200",
                        where.values())
                .map(row -> new DeadLetterCause(
                        required(row, "topic", String.class),
                        required(row, "error_class", String.class),
                        required(row, "cause", String.class),
                        required(row, "letters", Long.class),
                        required(row, "oldest", Instant.class),
                        required(row, "newest", Instant.class)))
                .all()
                .as(this::permitted)
                .collectList();
    }

    /** Puts letters in a state that are in one of {@code before}, in the current transaction; gives those it found. */
    Flux<DeadLetter> change(
            DeadLetterFilter filter, int maxRedrives, DeadLetterState to, Audit audit, DeadLetterState... before) {
        List<Object> first = new ArrayList<>(List.of(to.wireName(), audit.by(), nullable(audit.reason())));
        Conditions where = Conditions.after(first, filter);
        where.andState(maxRedrives, before);
        return select(CHANGE + where.sql() + " returning " + COLUMNS, where.values())
                .map(DeadLetterStore::letter)
                .all();
    }

    /** Puts one letter in a state, whatever it was in, in the current transaction. */
    Mono<Void> changed(UUID id, DeadLetterState to, Audit audit) {
        return select(CHANGE + "id = $4", List.of(to.wireName(), audit.by(), nullable(audit.reason()), id))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** A queued letter was handled, in the current transaction: who asked for it stays. */
    Mono<Void> redriven(UUID id) {
        return select(
                        "update dead_letter set state = 'redriven', changed_at = clock_timestamp() where id = $1",
                        List.of(id))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** A letter failed again, in the current transaction. */
    Mono<Void> failedAgain(UUID id, String errorClass, String message) {
        String storable = Wording.storable(message);
        return select(
                        "update dead_letter set state = 'waiting', redrives = redrives + 1, error_class = $2,"
                                + " error_message = $3, cause = $4 where id = $1",
                        List.of(id, errorClass, storable, Wording.cause(storable)))
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Long> remove(Collection<UUID> ids) {
        return inTransaction(
                select("delete from dead_letter where id = any($1)", List.of((Object) ids.toArray(UUID[]::new)))
                        .fetch()
                        .rowsUpdated());
    }

    /** Forgets the letters of a partition that the broker has not any more. */
    Mono<Long> removeBefore(String topic, int partition, long offset) {
        return inTransaction(select(
                        "delete from dead_letter where letter_topic = $1 and letter_partition = $2 and letter_offset < $3",
                        List.of(topic, partition, offset))
                .fetch()
                .rowsUpdated());
    }

    Mono<List<String>> letterTopics() {
        return select("select distinct letter_topic from dead_letter", List.of())
                .mapValue(String.class)
                .all()
                .as(this::permitted)
                .collectList();
    }

    /** How many letters of a topic wait, and for how long the oldest. */
    record Waiting(String topic, long letters, double oldestSeconds) {}

    Mono<List<Waiting>> waiting() {
        return select(
                        "select topic, count(*) as letters, extract(epoch from clock_timestamp() - min(failed_at))::float8"
                                + " as age from dead_letter where state = 'waiting' group by topic",
                        List.of())
                .map(row -> new Waiting(
                        required(row, "topic", String.class),
                        required(row, "letters", Long.class),
                        required(row, "age", Double.class)))
                .all()
                .as(this::permitted)
                .collectList();
    }

    private DatabaseClient.GenericExecuteSpec select(String sql, List<Object> values) {
        DatabaseClient.GenericExecuteSpec spec = database.sql(sql);
        for (int i = 0; i < values.size(); i++) {
            spec = spec.bind(i, values.get(i));
        }
        return spec;
    }

    static Object nullable(@Nullable String text) {
        return text == null ? Parameters.in(String.class) : text;
    }

    private static <T> T[] column(
            Collection<DeadLetter> letters, Function<DeadLetter, @Nullable T> value, IntFunction<T[]> array) {
        return letters.stream().map(value).toArray(array);
    }

    private static DeadLetter letter(Readable row) {
        String by = row.get("changed_by", String.class);
        Instant at = row.get("changed_at", Instant.class);
        return new DeadLetter(
                required(row, "id", UUID.class),
                place(row, "topic", "source"),
                place(row, "letter_topic", "letter"),
                row.get("key", String.class),
                row.get("event_id", UUID.class),
                row.get("event_type", String.class),
                row.get("client_id", UUID.class),
                required(row, "error_class", String.class),
                required(row, "error_message", String.class),
                required(row, "cause", String.class),
                required(row, "attempts", Integer.class),
                required(row, "redrives", Integer.class),
                DeadLetterState.valueOf(required(row, "state", String.class).toUpperCase(Locale.ROOT)),
                required(row, "failed_at", Instant.class),
                by == null || at == null ? null : new DeadLetter.Change(by, at, row.get("reason", String.class)));
    }

    private static DeadLetter.Place place(Readable row, String topic, String prefix) {
        return new DeadLetter.Place(
                required(row, topic, String.class),
                required(row, prefix + "_partition", Integer.class),
                required(row, prefix + "_offset", Long.class));
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
