package dev.colophon.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks a schema for tables that belong to clients and are open to others. */
public final class RowLevelSecurityAssertions {

    /** Hold ids and numbers, no content, and are worked across clients. */
    private static final Set<String> QUEUES = Set.of("work_item", "replay_call", "replay_allowance");

    private RowLevelSecurityAssertions() {}

    /**
     * Every table of {@code schema} with a {@code client_id} is under row level security, except queues and {@code
     * open}; and a connection with the application role and no client sees no row of any protected table.
     */
    public static void assertEveryClientTableIsProtected(String schema, String... open) throws SQLException {
        Set<String> exempt = Set.of(open);
        List<String> protectedTables = new ArrayList<>();
        try (Connection admin = TestDatabase.shared().asAdmin()) {
            for (String table : clientTables(admin, schema)) {
                if (!QUEUES.contains(table) && !exempt.contains(table)) {
                    assertThat(hasRowSecurity(admin, schema, table))
                            .as("row level security on %s.%s", schema, table)
                            .isTrue();
                    protectedTables.add(table);
                }
            }
        }
        assertThat(protectedTables).as("protected tables of %s", schema).isNotEmpty();
        assertNothingIsVisibleWithoutClient(schema, protectedTables);
    }

    private static void assertNothingIsVisibleWithoutClient(String schema, List<String> tables) throws SQLException {
        try (Connection application = TestDatabase.shared().asApplication(schema)) {
            for (String table : tables) {
                try (ResultSet count =
                        application.createStatement().executeQuery("select count(*) from " + schema + "." + table)) {
                    count.next();
                    assertThat(count.getLong(1))
                            .as("rows of %s.%s without a client", schema, table)
                            .isZero();
                }
            }
        }
    }

    private static List<String> clientTables(Connection admin, String schema) throws SQLException {
        try (PreparedStatement select = admin.prepareStatement(
                "select c.table_name from information_schema.columns c join information_schema.tables t"
                        + " using (table_schema, table_name) where c.table_schema = ? and c.column_name = 'client_id'"
                        + " and t.table_type = 'BASE TABLE' order by 1")) {
            select.setString(1, schema);
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            return tables;
        }
    }

    private static boolean hasRowSecurity(Connection admin, String schema, String table) throws SQLException {
        try (PreparedStatement select = admin.prepareStatement(
                "select relrowsecurity from pg_class where oid = (quote_ident(?) || '.' || quote_ident(?))::regclass")) {
            select.setString(1, schema);
            select.setString(2, table);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}
