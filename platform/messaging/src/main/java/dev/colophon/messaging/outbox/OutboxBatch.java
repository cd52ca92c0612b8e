package dev.colophon.messaging.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.colophon.events.EventCodec;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Sends the oldest events of the outbox and removes those that the broker has acknowledged. */
final class OutboxBatch {

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private record Pending(long seq, Future<RecordMetadata> sent) {}

    private final Producer<String, byte[]> producer;
    private final int size;

    OutboxBatch(Producer<String, byte[]> producer, int size) {
        this.producer = producer;
        this.size = size;
    }

    /**
     * @return how many events left the outbox
     * @throws IllegalStateException where the broker did not take them: all stay, all are sent again
     */
    int publish(Connection connection) throws SQLException, InterruptedException {
        connection.setAutoCommit(false);
        try {
            List<Pending> pending = send(connection);
            producer.flush();
            List<Long> published = new ArrayList<>(pending.size());
            for (Pending event : pending) {
                if (acknowledged(connection, event)) {
                    published.add(event.seq());
                }
            }
            delete(connection, published);
            connection.commit();
            return pending.size();
        } catch (SQLException | RuntimeException | InterruptedException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private List<Pending> send(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select seq, aggregatetype, aggregateid, payload, headers from outbox"
                        + " where failed_at is null order by seq limit ?")) {
            select.setInt(1, size);
            List<Pending> pending = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    pending.add(new Pending(row.getLong("seq"), producer.send(toRecord(row))));
                }
            }
            return pending;
        }
    }

    private static ProducerRecord<String, byte[]> toRecord(ResultSet row) throws SQLException {
        String payload = row.getString("payload");
        ProducerRecord<String, byte[]> event = new ProducerRecord<>(
                row.getString("aggregatetype"),
                row.getString("aggregateid"),
                payload == null ? null : payload.getBytes(StandardCharsets.UTF_8));
        headers(row.getString("headers"))
                .forEach((name, value) -> event.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return event;
    }

    private static Map<String, String> headers(String json) {
        try {
            return EventCodec.json().readValue(json, HEADERS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("outbox headers are no JSON object", e);
        }
    }

    /** An event that the broker will never take is set aside with its cause, so that it does not stop the others. */
    private static boolean acknowledged(Connection connection, Pending event)
            throws SQLException, InterruptedException {
        try {
            event.sent().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException refused) {
                setAside(connection, event.seq(), refused);
                return false;
            }
            throw new IllegalStateException("broker did not acknowledge: " + e.getCause(), e.getCause());
        }
    }

    private static void setAside(Connection connection, long seq, Exception cause) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update outbox set failed_at = clock_timestamp(), last_error = ? where seq = ?")) {
            update.setString(1, cause.toString());
            update.setLong(2, seq);
            update.executeUpdate();
        }
    }

    private static void delete(Connection connection, List<Long> published) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from outbox where seq = any(?)")) {
            delete.setArray(1, connection.createArrayOf("bigint", published.toArray()));
            delete.executeUpdate();
        }
    }
}
