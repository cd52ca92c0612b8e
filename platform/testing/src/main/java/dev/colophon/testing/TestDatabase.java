package dev.colophon.testing;

import dev.colophon.persistence.DatabaseProvisioner;
import dev.colophon.persistence.SchemaSecrets;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** One PostgreSQL 17 per JVM, provisioned with the schemas and roles of all services. */
public final class TestDatabase {

    public static final String NAME = "colophon";
    public static final String PASSWORD = "for-tests-only";

    private static final List<String> SCHEMAS = List.of("gateway", "metadata", "embedding", "etl", "usage", "testing");

    private record Server(String host, int port, String adminPassword) {}

    private static final class Holder {
        private static final TestDatabase SHARED = new TestDatabase(Docker.runs() ? container() : embedded());
    }

    private final Server server;

    private TestDatabase(Server server) {
        this.server = server;
        DatabaseProvisioner.provision(
                url("postgres"),
                "postgres",
                server.adminPassword(),
                NAME,
                SCHEMAS.stream()
                        .map(schema -> new SchemaSecrets(schema, PASSWORD, PASSWORD))
                        .toList());
    }

    public static TestDatabase shared() {
        return Holder.SHARED;
    }

    public String host() {
        return server.host();
    }

    public int port() {
        return server.port();
    }

    /** A connection past every policy, for looking at what really is there. */
    public Connection asAdmin() throws SQLException {
        return DriverManager.getConnection(url(NAME), "postgres", server.adminPassword());
    }

    /** A connection with the rights of a service: role {@code <schema>_app} under row level security. */
    public Connection asApplication(String schema) throws SQLException {
        return DriverManager.getConnection(url(NAME), schema + "_app", PASSWORD);
    }

    private String url(String database) {
        return "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + database;
    }

    private static Server embedded() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "off")
                    .setServerConfig("max_connections", "200")
                    .start();
            return new Server("127.0.0.1", postgres.getPort(), "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException("embedded PostgreSQL did not start", e);
        }
    }

    @SuppressWarnings("resource") // lives as long as the JVM; Testcontainers removes it afterwards
    private static Server container() {
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:17-alpine")
                .withUsername("postgres")
                .withPassword(PASSWORD)
                .withCommand("postgres", "-c", "max_connections=200", "-c", "fsync=off");
        container.start();
        return new Server(container.getHost(), container.getFirstMappedPort(), PASSWORD);
    }
}
