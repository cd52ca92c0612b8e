package dev.colophon.usage.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.events.EventCodec;
import dev.colophon.events.usage.UsageAdjusted;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Rows of the ledger, in transactions of their client. Rows travel as JSON: a statement takes any number of them. */
@Component
class LedgerStore {

    private static final String COLUMNS = """
            attempt_id, client_id, call_id, attempt, event_id, reservation_id, project_id, item_id, integration_id,
            operation, provider, model, provider_call_id, input_count, input_tokens, cached_input_tokens, output_tokens,
            estimated, cost, cost_status, price_version, cache_hit, outcome, duration_ms, occurred_at, counted_at, trace_id,
            replay_id, request_metadata
            """;

    private static final String PUT = """
            insert into %1$s as r (%2$s) select %2$s from jsonb_populate_recordset(null::%1$s, $1::jsonb)
            on conflict (attempt_id) do update set recorded_at = clock_timestamp(), %3$s
             where r.cost_status = 'unconfirmed'
            """;

    private static final String ADJUST = """
            with fresh as (
                insert into %1$s (id, client_id, attempt_id, amount, cost_before, cost_after, reason, price_list_version,
                       adjusted_at)
                select adjustment_id, client_id, attempt_id, amount, cost_before, cost_after, reason, price_list_version,
                       adjusted_at
                  from jsonb_to_recordset($1::jsonb) as a(adjustment_id uuid, client_id uuid, attempt_id uuid,
                       amount numeric, cost_before numeric, cost_after numeric, reason text, price_list_version text,
                       adjusted_at timestamptz)
                on conflict (id) do nothing returning id, attempt_id, amount
            ), adjusted as (
                update %2$s r set adjustment = coalesce(r.adjustment, 0) + f.amount
                  from (select attempt_id, sum(amount) as amount from fresh group by attempt_id) as f
                 where r.attempt_id = f.attempt_id
            )
            select id from fresh
            """;

    private static final String ROLL_UP = """
            insert into usage_daily as d (client_id, day, project_id, provider, model, operation, requests, texts, tokens,
                   cache_hits, unknown, unconfirmed, cost, unconfirmed_cost, adjustments)
            select $1, day, project_id, provider, model, operation, requests, texts, tokens, cache_hits, unknown,
                   unconfirmed, cost, unconfirmed_cost, adjustments
              from jsonb_populate_recordset(null::usage_daily, $2::jsonb)
            on conflict (client_id, day, project_id, provider, model, operation) do update
               set requests = d.requests + excluded.requests, texts = d.texts + excluded.texts,
                   tokens = d.tokens + excluded.tokens, cache_hits = d.cache_hits + excluded.cache_hits,
                   unknown = d.unknown + excluded.unknown, unconfirmed = d.unconfirmed + excluded.unconfirmed,
                   cost = d.cost + excluded.cost, unconfirmed_cost = d.unconfirmed_cost + excluded.unconfirmed_cost,
                   adjustments = d.adjustments + excluded.adjustments
            """;

    private static final ObjectMapper JSON = EventCodec.json();

    private final DatabaseClient database;

    LedgerStore(DatabaseClient database) {
        this.database = database;
    }

    /** Lets writers in side by side, and keeps them out while a rebuild takes the ledger's place. */
    Mono<Void> share(UUID clientId) {
        return lock("pg_advisory_xact_lock_shared", clientId);
    }

    /** As {@link #share}, of a client that may have no account here yet. */
    Mono<Void> enter(UUID clientId) {
        return database.sql("""
                        insert into usage_account (id)
                        select $1 from (select pg_advisory_xact_lock_shared(hashtext('usage-ledger'), hashtext($2))) as entered
                        on conflict do nothing
                        """)
                .bind(0, clientId)
                .bind(1, clientId.toString())
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Waits until nobody writes the client's ledger, and keeps it so until the transaction ends. */
    Mono<Void> exclude(UUID clientId) {
        return lock("pg_advisory_xact_lock", clientId);
    }

    Mono<Map<UUID, Entry>> find(LedgerTables tables, Collection<UUID> attemptIds) {
        return database.sql("select to_jsonb(r)::text as entry from " + tables.records()
                        + " r where attempt_id = any($1) order by attempt_id for update")
                .bind(0, attemptIds.toArray(UUID[]::new))
                .map(row -> entry(Objects.requireNonNull(row.get("entry", String.class))))
                .all()
                .collectMap(Entry::attemptId);
    }

    /** Adds entries, or puts them in the place of those that were unconfirmed. */
    Mono<Void> put(LedgerTables tables, Collection<Entry> entries) {
        if (entries.isEmpty()) {
            return Mono.empty();
        }
        String replaced = COLUMNS.replaceAll("\\s", "")
                .replaceAll("attempt_id,client_id,", "")
                .replaceAll("(\\w+)", "$1 = excluded.$1");
        return database.sql(PUT.formatted(tables.records(), COLUMNS, replaced))
                .bind(0, json(entries))
                .fetch()
                .rowsUpdated()
                .filter(written -> written == entries.size())
                .switchIfEmpty(Mono.error(() -> new IllegalStateException("the ledger was changed in between")))
                .then();
    }

    /** Adds adjustments; gives the ids of those that were new. */
    Mono<Set<UUID>> adjust(LedgerTables tables, List<UsageAdjusted> adjustments) {
        return database.sql(ADJUST.formatted(tables.adjustments(), tables.records()))
                .bind(0, json(adjustments))
                .mapValue(UUID.class)
                .all()
                .collect(Collectors.toSet());
    }

    Mono<Void> rollUp(UUID clientId, Collection<Rollup> changes) {
        if (changes.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(ROLL_UP)
                .bind(0, clientId)
                .bind(1, json(Rollup.merged(changes)))
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Void> openAccount(UUID clientId) {
        return database.sql("insert into usage_account (id) values ($1) on conflict do nothing")
                .bind(0, clientId)
                .fetch()
                .rowsUpdated()
                .then();
    }

    private Mono<Void> lock(String function, UUID clientId) {
        return database.sql("select " + function + "(hashtext('usage-ledger'), hashtext($1))::text")
                .bind(0, clientId.toString())
                .fetch()
                .all()
                .then();
    }

    private static Entry entry(String json) {
        try {
            return JSON.readValue(json, Entry.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored entry is not readable", e);
        }
    }

    private static String json(Object rows) {
        try {
            return JSON.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rows cannot be written", e);
        }
    }
}
