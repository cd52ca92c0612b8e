package dev.colophon.embedding.vector.pgvector;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of the index in the database, made by the schema's owner where the database has pgvector. */
public final class PgVectorSchema {

    private static final Logger log = LoggerFactory.getLogger(PgVectorSchema.class);

    /** Iterative scans came with it. */
    private static final int MAJOR = 0;

    private static final int MINOR = 8;

    private static final String INSTALLED = """
            select n.nspname, e.extversion,
                   has_schema_privilege(n.oid, 'usage') and has_schema_privilege(?::name, n.oid, 'usage') as usable
              from pg_extension e join pg_namespace n on n.oid = e.extnamespace
             where e.extname = 'vector'
            """;

    private static final String HISTORY = "pgvector_schema_history";

    private final Flyway owner;
    private final String applicationRole;

    /**
     * @param owner migrates the service's schema, with the rights of its owner
     */
    public PgVectorSchema(Flyway owner, String applicationRole) {
        this.owner = owner;
        this.applicationRole = applicationRole;
    }

    /** The schema that pgvector is in; empty where this database has it not, or too old, or where it may not be used. */
    public Optional<String> extension() {
        try (Connection connection = owner.getConfiguration().getDataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(INSTALLED)) {
            select.setString(1, applicationRole);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? usable(row) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask the database for its extensions: " + e.getMessage(), e);
        }
    }

    private static Optional<String> usable(ResultSet row) throws SQLException {
        String schema = row.getString("nspname");
        String version = row.getString("extversion");
        if (row.getBoolean("usable") && isRecent(version)) {
            return Optional.of(schema);
        }
        log.warn("pgvector {} in schema {} cannot be used: too old, or no right to use that schema", version, schema);
        return Optional.empty();
    }

    static boolean isRecent(String version) {
        String[] numbers = version.split("\\.");
        int major = Integer.parseInt(numbers[0]);
        return major > MAJOR || (numbers.length > 1 && Integer.parseInt(numbers[1]) >= MINOR);
    }

    public void migrate(String extension) {
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
