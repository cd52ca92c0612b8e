package dev.colophon.embedding.vector;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;

/** The tables of the index in the database, made by the schema's owner where the database has pgvector. */
final class PgVectorSchema {

    /** Iterative scans came with it. */
    private static final int MAJOR = 0;

    private static final int MINOR = 8;

    private static final String INSTALLED = """
            select n.nspname, e.extversion from pg_extension e join pg_namespace n on n.oid = e.extnamespace
             where e.extname = 'vector'
            """;

    private static final String HISTORY = "pgvector_schema_history";

    private final Flyway owner;

    /**
     * @param owner migrates the service's schema, with the rights of its owner
     */
    PgVectorSchema(Flyway owner) {
        this.owner = owner;
    }

    /** The schema that pgvector is in; empty where it is not installed in this database or too old. */
    Optional<String> extension() {
        try (Connection connection = owner.getConfiguration().getDataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(INSTALLED);
                ResultSet row = select.executeQuery()) {
            return row.next() && isRecent(row.getString("extversion"))
                    ? Optional.of(row.getString("nspname"))
                    : Optional.empty();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask the database for its extensions: " + e.getMessage(), e);
        }
    }

    static boolean isRecent(String version) {
        String[] numbers = version.split("\\.");
        int major = Integer.parseInt(numbers[0]);
        return major > MAJOR || (numbers.length > 1 && Integer.parseInt(numbers[1]) >= MINOR);
    }

    void migrate(String extension, String applicationRole) {
        String schema = owner.getConfiguration().getDefaultSchema();
        Flyway.configure()
                .dataSource(owner.getConfiguration().getDataSource())
                .defaultSchema(schema)
                .schemas(schema)
                .createSchemas(false)
                .table(HISTORY)
                .locations("classpath:db/pgvector")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .placeholders(Map.of("schema", schema, "extension", extension, "application", applicationRole))
                .load()
                .migrate();
    }
}
