package dev.colophon.messaging.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.colophon.events.Event;
import dev.colophon.events.EventCatalogue;
import dev.colophon.events.EventCodec;
import dev.colophon.events.EventPayload;
import dev.colophon.events.Ids;
import dev.colophon.events.Topic;
import dev.colophon.messaging.Traces;
import dev.colophon.persistence.work.ReplayContext;
import dev.colophon.telemetry.log.LogContext;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** {@link Outbox} in the table {@code outbox}. */
final class R2dbcOutbox implements Outbox {

    private static final String APPEND = """
            insert into outbox (id, client_id, aggregatetype, aggregateid, type, payload, headers)
            select id, client_id, aggregatetype, aggregateid, type, nullif(payload, ''), headers::jsonb
              from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
                   with ordinality as e(id, client_id, aggregatetype, aggregateid, type, payload, headers, position)
             order by position
            """;

    private record Row(UUID id, UUID clientId, String topic, String key, String type, String payload, String headers) {

        private ObjectNode asJson() {
            return EventCodec.json()
                    .createObjectNode()
                    .put("id", id.toString())
                    .put("client_id", clientId.toString())
                    .put("aggregatetype", topic)
                    .put("aggregateid", key)
                    .put("type", type)
                    .put("payload", payload)
                    .putRawValue("headers", new RawValue(headers));
        }
    }

    private final DatabaseClient database;
    private final Traces traces;
    private final String source;
    private final Clock clock;

    R2dbcOutbox(DatabaseClient database, Traces traces, String service, Clock clock) {
        this.database = database;
        this.traces = traces;
        this.source = "/" + service;
        this.clock = clock;
    }

    @Override
    public Mono<Void> append(EventPayload... payloads) {
        return append(Arrays.stream(payloads).map(OutgoingEvent::of).toList());
    }

    @Override
    public Mono<Void> append(Collection<OutgoingEvent> events) {
        return written(events).flatMap(this::insert);
    }

    @Override
    public Mono<Void> appendAlone(UUID clientId, EventPayload... payloads) {
        return rows(payloads).flatMap(rows -> database.sql("select outbox_append($1, $2::jsonb)")
                .bind(0, clientId)
                .bind(1, rows)
                .fetch()
                .rowsUpdated()
                .then());
    }

    @Override
    public Mono<String> rows(EventPayload... payloads) {
        return written(Arrays.stream(payloads).map(OutgoingEvent::of).toList()).map(rows -> {
            ArrayNode all = EventCodec.json().createArrayNode();
            rows.forEach(row -> all.add(row.asJson()));
            return all.toString();
        });
    }

    private Mono<List<Row>> written(Collection<OutgoingEvent> events) {
        return Mono.deferContextual(context -> {
            String traceparent = traces.traceparent(context);
            UUID replayId = ReplayContext.replayId(context).orElse(null);
            String correlationId = LogContext.correlationId(context);
            return Mono.just(events.stream()
                    .map(event -> row(event, traceparent, correlationId, replayId))
                    .toList());
        });
    }

    @Override
    public Mono<Void> tombstones(Topic topic, Collection<String> keys, UUID clientId) {
        return insert(keys.stream()
                .map(key -> new Row(Ids.newId(), clientId, topic.topicName(), key, "tombstone", "", "{}"))
                .toList());
    }

    private Row row(
            OutgoingEvent outgoing, @Nullable String current, @Nullable String correlationId, @Nullable UUID replayId) {
        String traceparent = outgoing.traceparent() == null ? current : outgoing.traceparent();
        EventPayload payload = outgoing.payload();
        Event<EventPayload> event = new Event<>(
                outgoing.id(),
                source,
                clock.instant(),
                payload,
                correlationId == null ? Traces.traceId(traceparent) : correlationId,
                outgoing.causationId(),
                replayId,
                traceparent);
        return new Row(
                event.id(),
                payload.clientId().value(),
                EventCatalogue.topicOf(payload.getClass()).topicName(),
                payload.key(),
                event.type(),
                EventCodec.payloadJson(payload),
                json(EventCodec.headers(event)));
    }

    private Mono<Void> insert(List<Row> rows) {
        if (rows.isEmpty()) {
            return Mono.empty();
        }
        return database.sql(APPEND)
                .bind(0, rows.stream().map(Row::id).toArray(UUID[]::new))
                .bind(1, rows.stream().map(Row::clientId).toArray(UUID[]::new))
                .bind(2, column(rows, Row::topic))
                .bind(3, column(rows, Row::key))
                .bind(4, column(rows, Row::type))
                .bind(5, column(rows, Row::payload))
                .bind(6, column(rows, Row::headers))
                .fetch()
                .rowsUpdated()
                .then();
    }

    private static String[] column(List<Row> rows, Function<Row, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    private static String json(Map<String, String> headers) {
        try {
            return EventCodec.json().writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
