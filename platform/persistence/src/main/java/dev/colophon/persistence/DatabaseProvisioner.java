package dev.colophon.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Makes the database, and for each service a schema, an owner role for migrations and an application role under row
 * level security. Idempotent: what exists is kept, passwords are set anew. Where the server has pgvector, the
 * database gets it.
 */
public final class DatabaseProvisioner {

    private DatabaseProvisioner() {}

    /**
     * @param adminJdbcUrl of an existing database on the server, for example {@code jdbc:postgresql://host:5432/postgres}
     * @throws IllegalStateException where the server refuses
     */
    public static void provision(
            String adminJdbcUrl, String adminUser, String adminPassword, String database, List<SchemaSecrets> schemas) {
        try {
            createDatabase(adminJdbcUrl, adminUser, adminPassword, database);
            String url = adminJdbcUrl.replaceFirst("/[^/?]*(\\?.*)?$", "/" + database + "$1");
            try (Connection connection = DriverManager.getConnection(url, adminUser, adminPassword);
                    Statement statement = connection.createStatement()) {
                statement.execute("revoke all on schema public from public");
                createVectorExtension(statement, connection);
                for (SchemaSecrets secrets : schemas) {
                    createSchema(statement, connection, database, secrets);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot provision database " + database + ": " + e.getMessage(), e);
        }
    }

    private static void createDatabase(String url, String user, String password, String database) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            if (!exists(connection, "select 1 from pg_database where datname = ?", database)) {
                statement.execute("create database " + statement.enquoteIdentifier(database, true)
                        + " encoding 'UTF8' template template0");
            }
        }
    }

    /** Only a superuser may; its types and operators are for everyone. */
    private static void createVectorExtension(Statement statement, Connection connection) throws SQLException {
        if (exists(connection, "select 1 from pg_available_extensions where name = ?", "vector")
                && !exists(connection, "select 1 from pg_extension where extname = ?", "vector")) {
            statement.execute("create schema if not exists extensions");
            statement.execute("grant usage on schema extensions to public");
            statement.execute("create extension vector schema extensions");
        }
    }

    private static void createSchema(Statement statement, Connection connection, String database, SchemaSecrets secrets)
            throws SQLException {
        String schema = secrets.schema();
        String owner = schema + "_owner";
        String app = schema + "_app";
        role(statement, connection, owner, secrets.ownerPassword());
        role(statement, connection, app, secrets.appPassword());
        for (String sql : List.of(
                "grant connect on database " + statement.enquoteIdentifier(database, true) + " to " + owner,
                "grant connect on database " + statement.enquoteIdentifier(database, true) + " to " + app,
                "create schema if not exists " + schema + " authorization " + owner,
                "grant usage on schema " + schema + " to " + app,
                "alter role " + owner + " set search_path to " + schema,
                "alter role " + app + " set search_path to " + schema,
                "alter default privileges for role " + owner + " in schema " + schema
                        + " grant select, insert, update, delete on tables to " + app,
                "alter default privileges for role " + owner + " in schema " + schema
                        + " grant usage, select on sequences to " + app)) {
            statement.execute(sql);
        }
    }

    private static void role(Statement statement, Connection connection, String role, String password)
            throws SQLException {
        String verb = exists(connection, "select 1 from pg_roles where rolname = ?", role) ? "alter" : "create";
        statement.execute(verb + " role " + role + " with login nosuperuser nobypassrls password "
                + statement.enquoteLiteral(password));
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            select.setString(1, name);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }
}
