package dev.colophon.standalone.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.colophon.standalone.process.Backoff;
import dev.colophon.standalone.process.ProcessSpec;
import dev.colophon.standalone.process.SupervisedProcess;
import dev.colophon.standalone.state.FreshDirectory;
import dev.colophon.standalone.state.Ports;
import dev.colophon.standalone.state.ProcessState;
import dev.colophon.standalone.state.ProcessState.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresClusterIT {

    private static final String PASSWORD = "for-this-test-only";

    @TempDir
    private Path root;

    private final AtomicReference<ProcessState> state = new AtomicReference<>();

    @Test
    void keepsWhatWasCommittedHoweverItEnds() throws Exception {
        Path home = Path.of("target", "postgresql-for-tests").toAbsolutePath();
        FreshDirectory.make(home, PostgresBinaries::unpack);
        int port = Ports.rememberedIn(root.resolve("ports")).of("database");
        PostgresCluster cluster = new PostgresCluster(home, root.resolve("data"), PASSWORD);
        cluster.prepare();
        ProcessSpec spec = cluster.server("database", port, root.resolve("tmp"));

        Process abandoned = abandonedByAKilledLauncher(spec);
        execute(port, "create table note (text text)");
        execute(port, "insert into note values ('kept')");
        cluster.prepare();
        assertThat(abandoned.waitFor(10, TimeUnit.SECONDS)).isTrue();

        SupervisedProcess server = new SupervisedProcess(spec, Backoff.STANDARD, state::set, Clock.systemUTC());
        server.start();
        server.firstUp().get(30, TimeUnit.SECONDS);
        assertThat(notes(port)).containsExactly("kept");
        refusesAWrongPassword(port);
        survivesAKill(port);

        server.stop();
        assertThat(state.get().phase()).isEqualTo(Phase.STOPPED);
        assertThat(root.resolve("data").resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void forgetsAServerWhoseIdBelongsToSomebodyElseByNow() throws Exception {
        Path data = Files.createDirectories(root.resolve("data"));
        Path home = Path.of("target", "postgresql-for-tests").toAbsolutePath();
        Files.writeString(
                data.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n");

        new PostgresCluster(home, data, PASSWORD).endLeftover();

        assertThat(data.resolve("postmaster.pid")).doesNotExist();
    }

    private static Process abandonedByAKilledLauncher(ProcessSpec spec) throws Exception {
        Process process = new ProcessBuilder(spec.command())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(Duration.ofSeconds(30)).until(() -> spec.probe().complaint() == null);
        return process;
    }

    private static void refusesAWrongPassword(int port) {
        assertThatThrownBy(() -> DriverManager.getConnection(PostgresCluster.jdbcUrl(port), "postgres", "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    private void survivesAKill(int port) throws SQLException {
        long killed = state.get().pid();
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> state.get().phase() == Phase.UP && state.get().pid() != killed);
        assertThat(state.get().restarts()).isPositive();
        assertThat(notes(port)).containsExactly("kept");
    }

    private static void execute(int port, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(PostgresCluster.jdbcUrl(port), PostgresCluster.ADMIN, PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> notes(int port) throws SQLException {
        List<String> notes = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(PostgresCluster.jdbcUrl(port), PostgresCluster.ADMIN, PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select text from note")) {
            while (rows.next()) {
                notes.add(rows.getString(1));
            }
        }
        return notes;
    }
}
