package dev.colophon.usage.ledger;

import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.usage.UsageAdjusted;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.messaging.outbox.OutgoingEvent;
import dev.colophon.usage.price.PriceList;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Prices what is recorded with another price list. The differences are told as adjustments, beside the entries, which
 * stay as they are; what was adjusted so before is not adjusted again.
 */
@Component
class Repricing {

    /**
     * What repricing comes to.
     *
     * @param entries that were looked at
     * @param adjusted those whose cost differs
     * @param costBefore USD of those looked at whose cost was known, earlier adjustments included
     * @param difference USD
     */
    record Outcome(
            String priceListVersion,
            boolean dryRun,
            long entries,
            long adjusted,
            BigDecimal costBefore,
            BigDecimal costAfter,
            BigDecimal difference) {}

    private record Priced(
            UUID attemptId,
            String provider,
            String model,
            Instant occurredAt,
            @Nullable Long input,
            @Nullable Long cached,
            @Nullable Long output,
            @Nullable BigDecimal cost,
            long adjustments) {}

    private static final String BILLED = """
            select attempt_id, provider, model, occurred_at, input_tokens, cached_input_tokens, output_tokens,
                   case when cost is null and adjustment is null then null
                        else coalesce(cost, 0) + coalesce(adjustment, 0) end as cost,
                   (select count(*) from usage_adjustment a
                     where a.client_id = r.client_id and a.attempt_id = r.attempt_id) as adjustments
              from usage_record r
             where (occurred_at, attempt_id) > ($1, $3) and occurred_at < $2 and cost_status in ('priced', 'unknown')
             order by occurred_at, attempt_id limit $4
            """;
    private static final int AT_ONCE = 500;
    private static final UUID BEFORE_EVERY_ID = new UUID(0, 0);

    private final DatabaseClient database;
    private final Outbox outbox;
    private final Clock clock;

    Repricing(DatabaseClient database, Outbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** In the client's transaction. Some entries after the other, so that the ledger may be of any length. */
    Mono<Outcome> reprice(UUID clientId, Instant from, Instant to, PriceList prices, boolean dryRun) {
        Sums sums = new Sums();
        return billed(from, BEFORE_EVERY_ID, to)
                .expand(some -> {
                    Priced last = some.get(some.size() - 1);
                    return billed(last.occurredAt(), last.attemptId(), to);
                })
                .concatMap(some -> tell(sums.take(some, adjustments(clientId, some, prices)), dryRun), 1)
                .then(Mono.fromSupplier(() -> sums.outcome(prices.version(), dryRun)));
    }

    private Mono<Void> tell(List<UsageAdjusted> adjustments, boolean dryRun) {
        return dryRun || adjustments.isEmpty()
                ? Mono.empty()
                : outbox.append(adjustments.stream()
                        .map(adjusted -> new OutgoingEvent(adjusted.adjustmentId(), adjusted, null, null))
                        .toList());
    }

    private List<UsageAdjusted> adjustments(UUID clientId, List<Priced> entries, PriceList prices) {
        return entries.stream()
                .map(entry -> adjustment(clientId, entry, prices))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What was looked at so far. */
    private static final class Sums {

        private long entries;
        private long adjusted;
        private BigDecimal before = BigDecimal.ZERO.setScale(Cost.DECIMALS);
        private BigDecimal difference = before;

        List<UsageAdjusted> take(List<Priced> some, List<UsageAdjusted> adjustments) {
            entries += some.size();
            adjusted += adjustments.size();
            for (Priced entry : some) {
                before = entry.cost() == null ? before : before.add(entry.cost());
            }
            for (UsageAdjusted adjustment : adjustments) {
                difference = difference.add(adjustment.amount());
            }
            return adjustments;
        }

        Outcome outcome(String version, boolean dryRun) {
            return new Outcome(version, dryRun, entries, adjusted, before, before.add(difference), difference);
        }
    }

    private Optional<UsageAdjusted> adjustment(UUID clientId, Priced entry, PriceList prices) {
        BigDecimal before = entry.cost();
        return prices.inForce(entry.provider(), entry.model(), entry.occurredAt())
                .flatMap(price -> price.of(entry.input(), entry.cached(), entry.output()))
                .filter(after -> before == null || after.compareTo(before) != 0)
                .map(after -> new UsageAdjusted(
                        new ClientId(clientId),
                        // of those on their way that build on the same state the ledger takes one
                        Ids.derived("repriced", entry.attemptId().toString(), "after " + entry.adjustments()),
                        entry.attemptId(),
                        before == null ? after : after.subtract(before),
                        before,
                        after,
                        "repriced",
                        prices.version(),
                        clock.instant()));
    }

    /** The next entries behind one; empty behind the last. */
    private Mono<List<Priced>> billed(Instant from, UUID after, Instant to) {
        return database.sql(BILLED)
                .bind(0, from)
                .bind(1, to)
                .bind(2, after)
                .bind(3, AT_ONCE)
                .map(row -> new Priced(
                        Objects.requireNonNull(row.get("attempt_id", UUID.class)),
                        Objects.requireNonNull(row.get("provider", String.class)),
                        Objects.requireNonNull(row.get("model", String.class)),
                        Objects.requireNonNull(row.get("occurred_at", Instant.class)),
                        row.get("input_tokens", Long.class),
                        row.get("cached_input_tokens", Long.class),
                        row.get("output_tokens", Long.class),
                        row.get("cost", BigDecimal.class),
                        Objects.requireNonNull(row.get("adjustments", Long.class))))
                .all()
                .collectList()
                .filter(some -> !some.isEmpty());
    }
}
