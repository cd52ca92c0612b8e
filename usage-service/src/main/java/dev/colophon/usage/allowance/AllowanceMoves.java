package dev.colophon.usage.allowance;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What attempts move in the allowances that they draw from, in the transaction of their client. */
@Component
public class AllowanceMoves {

    /** What is added, in USD; negative to take back. */
    public record Move(BigDecimal spent, BigDecimal unconfirmed, BigDecimal reserved) {

        public Move plus(Move other) {
            return new Move(spent.add(other.spent), unconfirmed.add(other.unconfirmed), reserved.add(other.reserved));
        }
    }

    /** By how much more an allowance counts as reserved for its client than before, on the day that it counts for. */
    public record Change(LocalDate day, BigDecimal reserved) {}

    private final DatabaseClient database;

    AllowanceMoves(DatabaseClient database) {
        this.database = database;
    }

    /** Moves and leaves to the caller, who knows which else, to count the changes. Locks allowances in their order. */
    public Flux<Change> move(Map<UUID, Move> moves) {
        if (moves.isEmpty()) {
            return Flux.empty();
        }
        List<Map.Entry<UUID, Move>> rows = List.copyOf(moves.entrySet());
        return database.sql("select day, change from move_allowances($1, $2, $3, $4)")
                .bind(0, rows.stream().map(Map.Entry::getKey).toArray(UUID[]::new))
                .bind(1, amounts(rows, Move::spent))
                .bind(2, amounts(rows, Move::unconfirmed))
                .bind(3, amounts(rows, Move::reserved))
                .map(row -> new Change(
                        Objects.requireNonNull(row.get("day", LocalDate.class)),
                        Objects.requireNonNull(row.get("change", BigDecimal.class))))
                .all();
    }

    /** Keeps others from drawing on, or changing, any of a client's until the transaction ends. */
    public Mono<Void> lock(UUID clientId) {
        return database.sql("select id from allowance where client_id = $1 order by id for update")
                .bind(0, clientId)
                .fetch()
                .all()
                .then();
    }

    private static BigDecimal[] amounts(List<Map.Entry<UUID, Move>> rows, Function<Move, BigDecimal> amount) {
        return rows.stream().map(row -> amount.apply(row.getValue())).toArray(BigDecimal[]::new);
    }
}
