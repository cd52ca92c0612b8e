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
import reactor.core.publisher.Flux;
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
             where occurred_at >= $1 and occurred_at < $2 and cost_status in ('priced', 'unknown')
             order by occurred_at
            """;

    private final DatabaseClient database;
    private final Outbox outbox;
    private final Clock clock;

    Repricing(DatabaseClient database, Outbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** In the client's transaction. */
    Mono<Outcome> reprice(UUID clientId, Instant from, Instant to, PriceList prices, boolean dryRun) {
        return billed(from, to).collectList().flatMap(entries -> {
            List<UsageAdjusted> adjustments = entries.stream()
                    .map(entry -> adjustment(clientId, entry, prices))
                    .flatMap(Optional::stream)
                    .toList();
            Outcome outcome = outcome(entries, adjustments, prices.version(), dryRun);
            return dryRun || adjustments.isEmpty()
                    ? Mono.just(outcome)
                    : outbox.append(adjustments.stream()
                                    .map(adjusted -> new OutgoingEvent(adjusted.adjustmentId(), adjusted, null, null))
                                    .toList())
                            .thenReturn(outcome);
        });
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

    private static Outcome outcome(
            List<Priced> entries, List<UsageAdjusted> adjustments, String version, boolean dryRun) {
        BigDecimal nothing = BigDecimal.ZERO.setScale(Cost.DECIMALS);
        BigDecimal before = entries.stream()
                .map(entry -> Objects.requireNonNullElse(entry.cost(), nothing))
                .reduce(nothing, BigDecimal::add);
        BigDecimal difference = adjustments.stream().map(UsageAdjusted::amount).reduce(nothing, BigDecimal::add);
        return new Outcome(
                version, dryRun, entries.size(), adjustments.size(), before, before.add(difference), difference);
    }

    private Flux<Priced> billed(Instant from, Instant to) {
        return database.sql(BILLED)
                .bind(0, from)
                .bind(1, to)
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
                .all();
    }
}
