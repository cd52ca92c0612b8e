package dev.colophon.etl.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import io.r2dbc.spi.Readable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Deliveries in the database, always within a transaction of their client but where they are {@link #take taken in}. */
@Component
class DeliveryStore {

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};
    private static final UUID AFTER_EVERY_ID = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

    private final DatabaseClient database;
    private final ObjectMapper json;

    DeliveryStore(DatabaseClient database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /**
     * Keeps a delivery with the events that tell of it, in one statement, which is its own transaction. Gives whether the
     * delivery is new: of several with one id, however close together, one is.
     *
     * @param events rows of the outbox
     */
    Mono<Boolean> take(UUID clientId, Delivery delivery, String events) {
        return database.sql("select take_delivery($1, $2, $3, $4, $5::jsonb, $6, $7, $8::jsonb)")
                .bind(0, delivery.id())
                .bind(1, clientId)
                .bind(2, delivery.sourceId())
                .bind(3, delivery.deliveryId())
                .bind(4, written(delivery.headers()))
                .bind(5, ByteBuffer.wrap(delivery.packed()))
                .bind(6, delivery.receivedAt().atOffset(ZoneOffset.UTC))
                .bind(7, events)
                .mapValue(Boolean.class)
                .one();
    }

    /**
     * The deliveries that are still to be read, in the order they came: those whose bodies have so many bytes together,
     * compressed, and one more.
     */
    Flux<Delivery> unread(Collection<UUID> ids, long bytes) {
        return database.sql(
                        "select * from (select *, sum(octet_length(body)) over (order by id) - octet_length(body) as before"
                                + " from webhook_delivery where id = any($1) and status <> 'handled') as d"
                                + " where before <= $2 order by id")
                .bind(0, ids.toArray(UUID[]::new))
                .bind(1, bytes)
                .map(this::delivery)
                .all();
    }

    /** A delivery that is still to be read. */
    Mono<Delivery> unread(UUID id) {
        return database.sql("select * from webhook_delivery where id = $1 and status <> 'handled'")
                .bind(0, id)
                .map(this::delivery)
                .one();
    }

    Mono<Void> handled(Collection<UUID> ids) {
        return database.sql("update webhook_delivery set status = 'handled', error = null,"
                        + " handled_at = clock_timestamp() where id = any($1)")
                .bind(0, ids.toArray(UUID[]::new))
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Notes why a delivery was not read, for good or so far; what another instance has handled meanwhile stays handled. */
    Mono<Void> notRead(UUID id, String status, String error) {
        return database.sql("update webhook_delivery set status = $2, error = $3"
                        + " where id = $1 and status <> 'handled'")
                .bind(0, id)
                .bind(1, status)
                .bind(2, error)
                .fetch()
                .rowsUpdated()
                .then();
    }

    Mono<Page<Delivery.Shown>> list(UUID sourceId, PageRequest page) {
        Cursor cursor = page.cursor();
        return database.sql("select id, delivery_id, status, error, received_at, handled_at from webhook_delivery"
                        + " where source_id = $1 and id < $2 order by id desc limit $3")
                .bind(0, sourceId)
                .bind(1, cursor == null ? AFTER_EVERY_ID : cursor.uuid(0))
                .bind(2, page.fetchLimit())
                .map(row -> new Delivery.Shown(
                        required(row, "id", UUID.class),
                        required(row, "delivery_id", String.class),
                        required(row, "status", String.class),
                        row.get("error", String.class),
                        required(row, "received_at", Instant.class),
                        row.get("handled_at", Instant.class)))
                .all()
                .collectList()
                .map(rows -> Page.of(rows, page, row -> Cursor.of(row.id())));
    }

    /** Forgets a client's deliveries that came long ago; gives how many. */
    Mono<Long> deleteOlder(Duration age) {
        return database.sql(
                        "delete from webhook_delivery where received_at < clock_timestamp() - $1 * interval '1 second'")
                .bind(0, age.toSeconds())
                .fetch()
                .rowsUpdated();
    }

    private Delivery delivery(Readable row) {
        ByteBuffer packed = required(row, "body", ByteBuffer.class);
        byte[] bytes = new byte[packed.remaining()];
        packed.get(bytes);
        return new Delivery(
                required(row, "id", UUID.class),
                required(row, "source_id", UUID.class),
                required(row, "delivery_id", String.class),
                headers(required(row, "headers", String.class)),
                bytes,
                required(row, "received_at", Instant.class));
    }

    private String written(Map<String, String> headers) {
        try {
            return json.writeValueAsString(headers);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> headers(String text) {
        try {
            return json.readValue(text, HEADERS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        T value = row.get(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }
}
