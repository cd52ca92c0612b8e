package dev.colophon.checks.deployment;

import dev.colophon.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** What provisioning left in a database: schemas, roles, what they may, extensions. Passwords are not looked at. */
final class Catalogue {

    static final List<String> SCHEMAS = Files.services().stream()
            .map(service -> service.replace("-service", ""))
            .toList();

    private static final List<String> QUERIES = List.of(
            """
            select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin, rolinherit, rolconfig
            from pg_roles where rolname in (%1$s)""",
            "select nspname, nspowner::regrole, nspacl from pg_namespace where nspname in (%2$s, 'public', 'extensions')",
            """
            select defaclrole::regrole, defaclnamespace::regnamespace, defaclobjtype, defaclacl
            from pg_default_acl where defaclnamespace::regnamespace::text in (%2$s)""",
            """
            select acl.grantee::regrole, acl.privilege_type from pg_database, aclexplode(datacl) acl
            where datname = current_database() and acl.grantee::regrole::text in (%1$s)""",
            "select pg_encoding_to_char(encoding) from pg_database where datname = current_database()",
            "select extname, extnamespace::regnamespace from pg_extension");

    private Catalogue() {}

    static Connection connect(TestDatabase database, String name) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + name,
                "postgres",
                TestDatabase.PASSWORD);
    }

    static String of(TestDatabase database, String name) throws SQLException {
        String schemas = SCHEMAS.stream().map(schema -> "'" + schema + "'").collect(Collectors.joining(", "));
        String roles = SCHEMAS.stream()
                .map(schema -> "'" + schema + "_owner', '" + schema + "_app'")
                .collect(Collectors.joining(", "));
        StringJoiner all = new StringJoiner("\n");
        try (Connection connection = connect(database, name);
                Statement statement = connection.createStatement()) {
            for (String query : QUERIES) {
                String row = "select r::text from (" + query.formatted(roles, schemas) + ") r order by 1";
                try (ResultSet rows = statement.executeQuery(row)) {
                    while (rows.next()) {
                        all.add(rows.getString(1));
                    }
                }
            }
        }
        return all.toString();
    }
}
