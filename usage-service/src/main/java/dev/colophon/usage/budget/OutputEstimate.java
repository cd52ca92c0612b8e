package dev.colophon.usage.budget;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.colophon.persistence.ClientTransactions;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * How long an answer will be, from how long those of the same client, operation and model were. What was seen is
 * remembered for a minute: nobody waits for it before each attempt.
 */
@Component
public class OutputEstimate {

    private static final int SEEN_AT_LEAST = 20;
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 10_000;

    private static final String OBSERVED = """
            select count(*) as seen, percentile_disc(0.1) within group (order by output_tokens) as p10,
                   ceil(avg(output_tokens))::bigint as mean,
                   percentile_disc(0.99) within group (order by output_tokens) as p99, max(output_tokens) as longest
              from (select output_tokens from usage_record
                     where client_id = $1::uuid and operation = $2 and model = $3 and outcome = 'succeeded'
                       and output_tokens is not null and not cache_hit
                     order by occurred_at desc limit 500) as latest
            """;

    /** Of what answers are of one kind. */
    private record Kind(UUID clientId, String operation, String model) {}

    /** How long answers of one kind were, in tokens; the lengths are zero where none was seen. */
    record Seen(long count, long p10, long mean, long p99, long longest) {

        static final Seen NONE = new Seen(0, 0, 0, 0, 0);

        @Nullable
        Long reliable() {
            return count < SEEN_AT_LEAST ? null : p99;
        }
    }

    /**
     * How long one answer will be, in tokens.
     *
     * @param observed from how many answers that is known; none where it is assumed
     */
    public record Outputs(long low, long expected, long worst, long observed) {

        /** Of models that write none. */
        public static final Outputs NONE = new Outputs(0, 0, 0, 0);
    }

    private final ClientTransactions transactions;
    private final DatabaseClient database;
    private final BudgetProperties properties;
    private final AsyncCache<Kind, Seen> seen = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(MOST_REMEMBERED)
            .buildAsync();

    OutputEstimate(ClientTransactions transactions, DatabaseClient database, BudgetProperties properties) {
        this.transactions = transactions;
        this.database = database;
        this.properties = properties;
    }

    Mono<Long> of(UUID clientId, ReservationRequest request) {
        return seen(clientId, request.operation(), request.model())
                .map(observed -> choose(request.maxOutputTokens(), observed.reliable(), properties));
    }

    /**
     * Between what an answer of a kind will be.
     *
     * @param allowed at most; null where nothing limits it
     */
    public Mono<Outputs> range(UUID clientId, String operation, String model, @Nullable Long allowed) {
        return seen(clientId, operation, model).map(observed -> range(allowed, observed, properties));
    }

    private Mono<Seen> seen(UUID clientId, String operation, String model) {
        Kind kind = new Kind(clientId, operation, model);
        return Mono.fromFuture(
                () -> seen.get(kind, (asked, executor) -> observed(asked).toFuture()), true);
    }

    private Mono<Seen> observed(Kind kind) {
        return transactions.inClient(
                kind.clientId(),
                database.sql(OBSERVED)
                        .bind(0, kind.clientId())
                        .bind(1, kind.operation())
                        .bind(2, kind.model())
                        .map(row -> new Seen(
                                number(row.get("seen", Long.class)),
                                number(row.get("p10", Long.class)),
                                number(row.get("mean", Long.class)),
                                number(row.get("p99", Long.class)),
                                number(row.get("longest", Long.class))))
                        .one());
    }

    private static long number(@Nullable Long value) {
        return Objects.requireNonNullElse(value, 0L);
    }

    /** The smaller of what is allowed and what was seen; one of them where the other is not known; else the default. */
    static long choose(@Nullable Long allowed, @Nullable Long seen, BudgetProperties properties) {
        if (seen == null) {
            return allowed == null ? properties.defaultOutputTokens() : allowed;
        }
        long expected = Math.max(seen, properties.leastOutputTokens());
        return allowed == null ? expected : Math.min(allowed, expected);
    }

    /**
     * The tenth percentile and the mean of what was seen; at worst what is allowed, and where nothing limits it, the longest
     * seen, and never less than an attempt would be reserved for. Where nothing was seen, a tenth and half of the worst.
     */
    static Outputs range(@Nullable Long allowed, Seen seen, BudgetProperties properties) {
        long worst = allowed == null ? Math.max(seen.longest(), choose(null, seen.reliable(), properties)) : allowed;
        return seen.count() == 0
                ? new Outputs((worst + 9) / 10, (worst + 1) / 2, worst, 0)
                : new Outputs(Math.min(seen.p10(), worst), Math.min(seen.mean(), worst), worst, seen.count());
    }
}
