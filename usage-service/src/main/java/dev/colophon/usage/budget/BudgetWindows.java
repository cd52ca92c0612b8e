package dev.colophon.usage.budget;

import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What counts against limits, in transactions of the client. Rows are always locked in the order of windows. */
@Component
class BudgetWindows {

    /** A window with what counts in it. */
    record Standing(Window window, Balance balance, BudgetState state) {}

    private static final String COLUMNS =
            "scope, project_id, period, window_start, spent, unconfirmed, reserved, state";

    private static final String MOVE = """
            insert into budget_window as w (client_id, scope, project_id, period, window_start, spent, unconfirmed, reserved)
            select $1, d.scope, d.project_id, d.period, d.window_start, d.spent, d.unconfirmed, d.reserved
              from unnest($2::text[], $3::uuid[], $4::text[], $5::date[], $6::numeric[], $7::numeric[],
                   $8::numeric[]) with ordinality as d(scope, project_id, period, window_start, spent, unconfirmed, reserved, n)
             order by n
            on conflict (client_id, scope, project_id, period, window_start) do update
               set spent = w.spent + excluded.spent, unconfirmed = w.unconfirmed + excluded.unconfirmed,
                   reserved = w.reserved + excluded.reserved
            returning %s
            """.formatted(COLUMNS);

    private static final String FIND = "select " + COLUMNS + " from budget_window where client_id = $1"
            + " and (period = 'day' and window_start = $2 or period = 'month' and window_start = $3)"
            + " order by project_id, period";

    private static final String LOCK = FIND + " for update";

    private static final String SET_STATE = "update budget_window set state = $6 where client_id = $1 and scope = $2"
            + " and project_id = $3 and period = $4 and window_start = $5";

    private final DatabaseClient database;

    BudgetWindows(DatabaseClient database) {
        this.database = database;
    }

    /** Adds to windows; gives how those stand afterwards. */
    Flux<Standing> move(UUID clientId, SortedMap<Window, Balance> movements) {
        if (movements.isEmpty()) {
            return Flux.empty();
        }
        List<Map.Entry<Window, Balance>> rows = List.copyOf(movements.entrySet());
        return database.sql(MOVE)
                .bind(0, clientId)
                .bind(1, rows.stream().map(row -> row.getKey().scope()).toArray(String[]::new))
                .bind(2, rows.stream().map(row -> row.getKey().storedProject()).toArray(UUID[]::new))
                .bind(
                        3,
                        rows.stream()
                                .map(row -> row.getKey().period().wireName())
                                .toArray(String[]::new))
                .bind(4, rows.stream().map(row -> row.getKey().start()).toArray(LocalDate[]::new))
                .bind(5, rows.stream().map(row -> row.getValue().spent()).toArray(BigDecimal[]::new))
                .bind(6, rows.stream().map(row -> row.getValue().unconfirmed()).toArray(BigDecimal[]::new))
                .bind(7, rows.stream().map(row -> row.getValue().reserved()).toArray(BigDecimal[]::new))
                .map(BudgetWindows::standing)
                .all();
    }

    /** The windows of a day and its month that anything counted in. */
    Flux<Standing> current(UUID clientId, LocalDate day) {
        return current(FIND, clientId, day);
    }

    /** As {@link #current}; until the transaction ends nothing counts in them. */
    Flux<Standing> lockCurrent(UUID clientId, LocalDate day) {
        return current(LOCK, clientId, day);
    }

    private Flux<Standing> current(String sql, UUID clientId, LocalDate day) {
        return database.sql(sql)
                .bind(0, clientId)
                .bind(1, day)
                .bind(2, day.withDayOfMonth(1))
                .map(BudgetWindows::standing)
                .all();
    }

    /** Locks all windows of a client, in their order. */
    Mono<Void> lock(UUID clientId) {
        return database.sql("select " + COLUMNS + " from budget_window where client_id = $1")
                .bind(0, clientId)
                .map(BudgetWindows::standing)
                .all()
                .collectList()
                .flatMapMany(standings -> {
                    SortedMap<Window, Balance> all = new TreeMap<>();
                    standings.forEach(standing -> all.put(standing.window(), Balance.NONE));
                    return move(clientId, all);
                })
                .then();
    }

    Mono<Void> setState(UUID clientId, Window window, BudgetState state) {
        return key(database.sql(SET_STATE), clientId, window)
                .bind(5, state.wireName())
                .fetch()
                .rowsUpdated()
                .then();
    }

    private static DatabaseClient.GenericExecuteSpec key(
            DatabaseClient.GenericExecuteSpec sql, UUID clientId, Window window) {
        return sql.bind(0, clientId)
                .bind(1, window.scope())
                .bind(2, window.storedProject())
                .bind(3, window.period().wireName())
                .bind(4, window.start());
    }

    private static Standing standing(Readable row) {
        UUID project = required(row, "project_id", UUID.class);
        return new Standing(
                new Window(
                        project.equals(Window.NO_PROJECT) ? null : project,
                        Period.valueOf(required(row, "period", String.class).toUpperCase(Locale.ROOT)),
                        required(row, "window_start", LocalDate.class)),
                new Balance(
                        required(row, "spent", BigDecimal.class),
                        required(row, "unconfirmed", BigDecimal.class),
                        required(row, "reserved", BigDecimal.class)),
                BudgetState.valueOf(required(row, "state", String.class).toUpperCase(Locale.ROOT)));
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
