package dev.colophon.messaging.outbox;

import dev.colophon.persistence.DatabaseProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes a service's outbox. Of all instances one leads, by an advisory lock on a connection outside the pool; losing
 * the connection is losing the lead. Events leave in the order they were written, at least once.
 *
 * <p>The loop blocks on a thread of its own: it has one connection, one producer, and nothing to gain from reactors.
 */
final class OutboxRelay implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

    private final DatabaseProperties database;
    private final OutboxProperties settings;
    private final OutboxBatch batch;
    private final Counter published;
    private final AtomicInteger leading = new AtomicInteger();
    private volatile @Nullable Thread thread;

    OutboxRelay(
            DatabaseProperties database,
            OutboxProperties settings,
            Producer<String, byte[]> producer,
            MeterRegistry meters) {
        this.database = database;
        this.settings = settings;
        this.batch = new OutboxBatch(producer, settings.batchSize());
        this.published = OutboxMeter.PUBLISHED.counter(meters);
        OutboxMeter.LEADING.gauge(meters, leading, AtomicInteger::get);
    }

    @Override
    public void start() {
        Thread relay = new Thread(this::relay, "outbox-relay");
        relay.setDaemon(true);
        thread = relay;
        relay.start();
    }

    @Override
    public void stop() {
        Thread relay = thread;
        thread = null;
        if (relay != null) {
            relay.interrupt();
            try {
                relay.join(settings.retryDelay().plusSeconds(5).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /** Starts once topics exist, before listeners make new events. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 500;
    }

    private void relay() {
        while (isRunning()) {
            try (Connection connection = connect()) {
                lead(connection);
            } catch (SQLException | RuntimeException e) {
                if (isRunning()) {
                    log.warn("outbox relay pauses for {}: {}", settings.retryDelay(), e.toString());
                    pause();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                leading.set(0);
            }
        }
    }

    private void lead(Connection connection) throws SQLException, InterruptedException {
        while (isRunning() && !locked(connection)) {
            Thread.sleep(settings.retryDelay().toMillis());
        }
        leading.set(1);
        log.info("relaying the outbox of schema {}", database.schema());
        while (isRunning()) {
            int sent = batch.publish(connection);
            published.increment(sent);
            if (sent == 0) {
                connection
                        .unwrap(PGConnection.class)
                        .getNotifications(
                                Math.toIntExact(settings.pollInterval().toMillis()));
            } else if (sent < settings.batchSize()) {
                Thread.sleep(settings.gather().toMillis());
            }
        }
    }

    /**
     * Publishes what the last requests left behind, once the loop has ended: another start may be long in coming. Where
     * another instance leads it is that one's.
     */
    void flush(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try (Connection connection = connect()) {
            int flushed = 0;
            int sent = locked(connection) ? batch.publish(connection) : 0;
            while (sent > 0 && System.nanoTime() < deadline) {
                flushed += sent;
                sent = batch.publish(connection);
            }
            log.info("{} events were published on the way out", flushed);
        } catch (SQLException | RuntimeException e) {
            log.info("the outbox keeps its events for the next start: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", database.appRole());
        properties.setProperty("password", database.appPassword());
        properties.setProperty("ApplicationName", "outbox-relay");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("options", database.sessionOptions());
        Connection connection = DriverManager.getConnection(database.jdbcUrl(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select set_config('app.relay', 'on', false)");
            statement.execute("listen outbox_" + database.schema());
        }
        return connection;
    }

    private boolean locked(Connection connection) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("select pg_try_advisory_lock(hashtextextended(?, 0))")) {
            lock.setString(1, "colophon.outbox." + database.schema());
            try (ResultSet row = lock.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(settings.retryDelay().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
