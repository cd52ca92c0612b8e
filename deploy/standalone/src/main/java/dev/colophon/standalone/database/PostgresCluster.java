package dev.colophon.standalone.database;

import dev.colophon.standalone.process.HealthProbe;
import dev.colophon.standalone.process.Leftovers;
import dev.colophon.standalone.process.ProcessSpec;
import dev.colophon.standalone.state.FreshDirectory;
import dev.colophon.standalone.state.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL data directory: made once, with a password on every connection, and served on the loopback interface
 * only. A server that a killed launcher left running on it is shut down properly before a new one starts.
 */
public final class PostgresCluster {

    public static final String ADMIN = "postgres";

    private static final Logger log = LoggerFactory.getLogger(PostgresCluster.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path home;
    private final Path directory;
    private final String adminPassword;
    private final Unprivileged as = Unprivileged.detect();

    public PostgresCluster(Path home, Path directory, String adminPassword) {
        this.home = home;
        this.directory = directory;
        this.adminPassword = adminPassword;
    }

    /** Makes the cluster where it is new, and ends the server that may still run on it. */
    public void prepare() {
        FreshDirectory.make(directory, this::initialise);
        try {
            as.own(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + directory, e);
        }
        endLeftover();
    }

    /** Ends a server that runs on the directory: connections are cut, what was committed is kept. */
    public void endLeftover() {
        Optional<ProcessHandle> recorded = recordedServer();
        if (recorded.isEmpty()) {
            return;
        }
        if (isOurs(recorded.get())) {
            log.info(
                    "stopping PostgreSQL (pid {}), left behind by a killed launcher",
                    recorded.get().pid());
            stop(recorded.get());
        } else {
            // the id belongs to somebody else by now; PostgreSQL would take it for its own server
            delete(directory.resolve("postmaster.pid"));
        }
    }

    /** How to run the server on {@code port}. */
    public ProcessSpec server(String name, int port, Path temporary) {
        List<String> command = new ArrayList<>(List.of(program("postgres"), "-D", directory.toString()));
        settings(port).forEach((setting, value) -> command.addAll(List.of("-c", setting + "=" + value)));
        return new ProcessSpec(
                name,
                port,
                as.command(command),
                Map.of("LC_ALL", "C.UTF-8"),
                temporary,
                HealthProbe.jdbc(jdbcUrl(port), ADMIN, adminPassword),
                this::stop,
                PATIENCE);
    }

    public static String jdbcUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    private static Map<String, String> settings(int port) {
        return Map.of(
                "listen_addresses", "127.0.0.1",
                "port", Integer.toString(port),
                "unix_socket_directories", "",
                "max_connections", "120",
                "shared_buffers", "96MB",
                "max_wal_size", "512MB",
                "log_min_messages", "warning",
                "timezone", "UTC",
                "log_timezone", "UTC");
    }

    private void initialise(Path draft) throws IOException, InterruptedException {
        Path passwordFile = draft.resolveSibling("initial-password");
        PrivateFiles.write(passwordFile, adminPassword);
        try {
            as.own(draft);
            as.own(passwordFile);
            run(List.of(
                    program("initdb"),
                    "--pgdata=" + draft,
                    "--username=" + ADMIN,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--data-checksums"));
        } finally {
            Files.deleteIfExists(passwordFile);
        }
    }

    private void stop(ProcessHandle server) {
        try {
            run(List.of(program("pg_ctl"), "stop", "-D", directory.toString(), "-m", "fast", "-w", "-t", "60"));
        } catch (IOException e) {
            log.warn("PostgreSQL (pid {}) did not stop: {}", server.pid(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<ProcessHandle> recordedServer() {
        try {
            Path file = directory.resolve("postmaster.pid");
            return Files.exists(file)
                    ? ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(file).get(0).strip()))
                    : Optional.empty();
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private boolean isOurs(ProcessHandle process) {
        return Leftovers.hasArgument(process, directory.toString());
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(as.command(command))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException(
                    Path.of(command.get(0)).getFileName() + " ended with " + exit + ": " + output.strip());
        }
    }
}
