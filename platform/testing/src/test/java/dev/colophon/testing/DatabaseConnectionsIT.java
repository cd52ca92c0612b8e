package dev.colophon.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.colophon.persistence.ClientTransactions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The pool's connections: who serves them, and when they end. */
@ColophonTest
class DatabaseConnectionsIT {

    /** Of a line of {@code /proc/net/tcp}: the timer of probes for a silent end, as in proc(5). */
    private static final String PROBES = "02";

    @Autowired
    ClientTransactions transactions;

    @Autowired
    Notes notes;

    @Autowired
    DatabaseClient database;

    private final UUID client = UUID.randomUUID();

    /** Connections that are opened from a thread of another must not share it. */
    @Test
    void servesConnectionsByThreadsOfTheirOwn() {
        Mono<String> thread = database.sql("select pg_sleep(0.1)")
                .fetch()
                .first()
                .map(row -> Thread.currentThread().getName());

        List<String> threads = thread.thenMany(Flux.range(0, 8).flatMap(number -> thread))
                .collectList()
                .block();

        assertThat(threads)
                .hasSize(8)
                .allMatch(name -> name.startsWith("database-"))
                .satisfies(names -> assertThat(Set.copyOf(names)).hasSizeGreaterThan(4));
    }

    /** Otherwise whoever vanishes within a transaction keeps its locks for hours, and the search index waits for it. */
    @Test
    void hasTheServerEndSessionsThatNobodyIsBehind() {
        List<String> settings = List.of(
                "idle_in_transaction_session_timeout",
                "tcp_keepalives_idle",
                "tcp_keepalives_interval",
                "tcp_keepalives_count",
                "tcp_user_timeout");

        assertThat(settings.stream().map(setting -> database.sql("select current_setting($1)")
                        .bind(0, setting)
                        .mapValue(String.class)
                        .one()
                        .block()))
                .containsExactly("5min", "10", "5", "3", "30000");
    }

    /** The system's own first probe is two hours away. */
    @Test
    void isAskedByBothEndsWhetherAnybodyIsThereAfterTenSecondsOfSilence() {
        assumeThat(Path.of("/proc/net/tcp")).as("only Linux shows its timers").exists();
        String port = "%04X".formatted(number("select inet_client_port()"));
        assumeThat(sockets(port)).as("both ends are on this machine").hasSize(2);

        await().untilAsserted(() -> assertThat(sockets(port)).hasSize(2).allSatisfy(fields -> {
            String[] timer = fields[5].split(":");
            assertThat(timer[0]).isEqualTo(PROBES);
            assertThat(Long.parseLong(timer[1], 16))
                    .as("in hundredths of a second")
                    .isLessThanOrEqualTo(1_000);
        }));
    }

    @Test
    void goesOnWhenTheServerEndedATransactionThatNobodyWentOnWith() {
        Mono<Void> dawdles = database.sql("set local idle_in_transaction_session_timeout = '200ms'")
                .fetch()
                .rowsUpdated()
                .then(notes.add(client, "never there"))
                .then(Mono.delay(Duration.ofSeconds(1)))
                .then(notes.add(client, "neither"));

        assertThatThrownBy(() -> transactions.inClient(client, dawdles).block())
                .isInstanceOf(DataAccessException.class);

        for (int i = 0; i < 20; i++) {
            assertThat(transactions.inClient(client, notes.count()).block()).isZero();
        }
    }

    /** The ends of the connection that has a port, as lines of the kernel's tables split into their fields. */
    private static List<String[]> sockets(String port) {
        List<String[]> sockets = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try {
                for (String line : Files.readAllLines(Path.of(table))) {
                    String[] fields = line.strip().split("\\s+");
                    if (fields[1].endsWith(":" + port) || fields[2].endsWith(":" + port)) {
                        sockets.add(fields);
                    }
                }
            } catch (IOException e) {
                continue; // a system without this kind of address has no table of them
            }
        }
        return sockets;
    }

    private int number(String sql) {
        return database.sql(sql).mapValue(Integer.class).one().blockOptional().orElseThrow();
    }
}
