package dev.colophon.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.colophon.persistence.DatabaseProvisioner;
import dev.colophon.persistence.SchemaSecrets;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL 17, one server per JVM, provisioned with the schemas and roles of all services. */
public final class TestDatabase {

    public static final String NAME = "colophon";
    public static final String PASSWORD = "for-tests-only";

    private static final List<String> SCHEMAS = List.of("gateway", "metadata", "embedding", "etl", "usage", "testing");

    /** A running server, with the password of its user postgres. */
    record Server(String host, int port, String adminPassword) {}

    private static final class Holder {
        private static final TestDatabase SHARED =
                new TestDatabase(Docker.runs() ? container("postgres:17-alpine") : embedded());
    }

    private static final class VectorHolder {
        private static final Optional<TestDatabase> SHARED = vectorServer().map(TestDatabase::new);
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

    /**
     * One with pgvector, beside the other: a container where Docker runs, else from the Debian system that {@code
     * COLOPHON_TEST_PGVECTOR} names. Without either the running test is skipped, which is said loudly.
     */
    public static TestDatabase withPgVector() {
        Optional<TestDatabase> database = VectorHolder.SHARED;
        if (database.isEmpty()) {
            System.err.printf("""

                    **************************************************************************************
                    *  SKIPPED: tests of the search index in the database; there is no PostgreSQL with pgvector.
                    *  They need Docker, or root and %s=<folder of a Debian system with
                    *  postgresql-17 and postgresql-17-pgvector>; .ci/run makes one.
                    **************************************************************************************
                    %n""", InstalledPostgres.VARIABLE);
        }
        assumeTrue(database.isPresent(), "skipped: there is no PostgreSQL with pgvector");
        return database.orElseThrow();
    }

    public String host() {
        return server.host();
    }

    public int port() {
        return server.port();
    }

    /** With which a service reaches this database. */
    public Map<String, Object> settings() {
        return Map.of(
                "colophon.database.host", host(),
                "colophon.database.port", port(),
                "colophon.database.name", NAME,
                "colophon.database.owner-password", PASSWORD,
                "colophon.database.app-password", PASSWORD);
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

    private static Optional<Server> vectorServer() {
        return Docker.runs()
                ? Optional.of(container("pgvector/pgvector:pg17"))
                : InstalledPostgres.find().map(InstalledPostgres::start);
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
    private static Server container(String image) {
        PostgreSQLContainer container = new PostgreSQLContainer(
                        DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"))
                .withUsername("postgres")
                .withPassword(PASSWORD)
                .withCommand("postgres", "-c", "max_connections=200", "-c", "fsync=off");
        container.start();
        return new Server(container.getHost(), container.getFirstMappedPort(), PASSWORD);
    }
}
