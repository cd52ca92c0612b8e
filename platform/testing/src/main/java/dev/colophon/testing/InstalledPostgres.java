package dev.colophon.testing;

import dev.colophon.testing.TestDatabase.Server;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * PostgreSQL 17 of a Debian system in a folder, run as its user postgres by {@code chroot}, which takes root. Its data are new
 * at every start and gone with the JVM.
 */
final class InstalledPostgres {

    static final String VARIABLE = "COLOPHON_TEST_PGVECTOR";

    private static final String BINARIES = "/usr/lib/postgresql/17/bin/";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path root;
    private final String data = "/var/lib/postgresql/colophon-test-" + UUID.randomUUID();

    private InstalledPostgres(Path root) {
        this.root = root;
    }

    /** What the environment names; whoever names a folder wants it used, so that from here on failures are failures. */
    static Optional<InstalledPostgres> find() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(folder -> !folder.isBlank())
                .map(folder -> new InstalledPostgres(Path.of(folder)));
    }

    Server start() {
        try {
            makeData();
            int port = freePort();
            Process server = command("postgres -D " + data + " -p " + port + " -c listen_addresses=127.0.0.1"
                            + " -c unix_socket_directories= -c fsync=off -c max_connections=200")
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
            Awaitility.await().atMost(PATIENCE).until(() -> answers(port) || !server.isAlive());
            if (!server.isAlive()) {
                throw new IllegalStateException("PostgreSQL of " + root + " did not start: see " + log());
            }
            return new Server("127.0.0.1", port, "");
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL of " + root + " did not start", e);
        }
    }

    private void makeData() throws IOException {
        try {
            String initdb = "initdb -D " + data + " -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync";
            if (command(initdb).start().waitFor() != 0) {
                throw new IllegalStateException("initdb of " + root + " failed: see " + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ProcessBuilder command(String line) {
        List<String> command = new ArrayList<>(List.of("chroot", "--userspec=postgres:postgres", root.toString()));
        command.addAll(List.of((BINARIES + line).split(" ")));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log()));
    }

    private static File log() {
        return new File(System.getProperty("java.io.tmpdir"), "colophon-test-postgresql.log");
    }

    /** At once: nobody needs the data any more. */
    private void stop(Process server) {
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(server.pid()))
                    .start()
                    .waitFor();
            server.waitFor();
            new ProcessBuilder("rm", "-rf", root + data).start().waitFor();
        } catch (IOException e) {
            server.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean answers(int port) {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
        try {
            DriverManager.getConnection(url, "postgres", "").close();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
