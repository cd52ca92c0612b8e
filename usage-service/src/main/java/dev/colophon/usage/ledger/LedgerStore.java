package dev.colophon.usage.ledger;

import dev.colophon.events.Event;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.Traces;
import dev.colophon.usage.price.PriceList;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Adds to the ledger and never changes it: an attempt told of twice is one record. */
@Component
class LedgerStore {

    private static final String ADD = """
            insert into usage_record (attempt_id, client_id, call_id, attempt, event_id, reservation_id, project_id,
                   item_id, operation, provider, model, provider_call_id, input_count, input_tokens, output_tokens, cost,
                   cost_status, cache_hit, outcome, duration_ms, occurred_at, trace_id)
            select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::uuid[], $6::uuid[], $7::uuid[],
                   $8::uuid[], $9::text[], $10::text[], $11::text[], $12::text[], $13::int[], $14::bigint[],
                   $15::bigint[], $16::numeric[], $17::text[], $18::boolean[], $19::text[], $20::bigint[],
                   $21::timestamptz[], $22::text[])
            on conflict (attempt_id) do nothing
            """;

    private final DatabaseClient database;
    private final PriceList prices;

    LedgerStore(DatabaseClient database, PriceList prices) {
        this.database = database;
        this.prices = prices;
    }

    /** Records attempts of one client, in its transaction; gives how many were new. */
    Mono<Long> add(List<Event<AiUsageObserved>> observed) {
        Function<Event<AiUsageObserved>, Cost> cost = event -> Cost.of(event.payload(), prices);
        return database.sql(ADD)
                .bind(0, column(observed, UUID.class, event -> event.payload().attemptId()))
                .bind(1, column(observed, UUID.class, event -> event.clientId().value()))
                .bind(2, column(observed, UUID.class, event -> event.payload().callId()))
                .bind(3, column(observed, Integer.class, event -> event.payload()
                        .attempt()))
                .bind(4, column(observed, UUID.class, Event::id))
                .bind(5, column(observed, UUID.class, event -> event.payload().reservationId()))
                .bind(6, column(observed, UUID.class, event -> event.payload().projectId()))
                .bind(7, column(observed, UUID.class, event -> event.payload().itemId()))
                .bind(8, column(observed, String.class, event -> event.payload().operation()))
                .bind(9, column(observed, String.class, event -> event.payload().provider()))
                .bind(10, column(observed, String.class, event -> event.payload()
                        .model()))
                .bind(11, column(observed, String.class, event -> event.payload()
                        .providerCallId()))
                .bind(12, column(observed, Integer.class, event -> event.payload()
                        .inputCount()))
                .bind(13, column(observed, Long.class, event -> event.payload().inputTokens()))
                .bind(14, column(observed, Long.class, event -> event.payload().outputTokens()))
                .bind(15, column(observed, BigDecimal.class, event -> cost.apply(event)
                        .amount()))
                .bind(16, column(observed, String.class, event -> cost.apply(event)
                        .status()
                        .wireName()))
                .bind(17, column(observed, Boolean.class, event -> event.payload()
                        .cacheHit()))
                .bind(18, column(observed, String.class, event -> event.payload()
                        .outcome()))
                .bind(19, column(observed, Long.class, event -> event.payload().durationMillis()))
                .bind(20, column(observed, OffsetDateTime.class, event -> event.payload()
                        .occurredAt()
                        .atOffset(ZoneOffset.UTC)))
                .bind(21, column(observed, String.class, event -> Traces.traceId(event.traceparent())))
                .fetch()
                .rowsUpdated();
    }

    @SuppressWarnings("unchecked") // the array is made with the type it is cast to
    private static <T> T[] column(
            List<Event<AiUsageObserved>> events,
            Class<T> type,
            Function<Event<AiUsageObserved>, ? extends @Nullable T> value) {
        T[] column = (T[]) Array.newInstance(type, events.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(events.get(i));
        }
        return column;
    }
}
