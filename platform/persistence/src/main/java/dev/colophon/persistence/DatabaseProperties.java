package dev.colophon.persistence;

import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where a service's schema is, and with which passwords its two roles reach it.
 *
 * @param host of the PostgreSQL server
 * @param port of the PostgreSQL server
 * @param name of the database
 * @param schema the service's own schema; its roles are {@code <schema>_owner} and {@code <schema>_app}
 * @param ownerPassword for migrations
 * @param appPassword for everything else, under row level security
 * @param poolSize connections kept at most
 * @param session settings of PostgreSQL that a session begins with, but for migrations; at first those of decision 23
 */
@ConfigurationProperties("colophon.database")
public record DatabaseProperties(
        @DefaultValue("127.0.0.1") String host,
        @DefaultValue("5432") int port,
        @DefaultValue("colophon") String name,
        String schema,
        String ownerPassword,
        String appPassword,
        @DefaultValue("10") int poolSize,
        @DefaultValue Map<String, String> session) {

    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name + "?currentSchema=" + schema;
    }

    /** The role under row level security. */
    public String appRole() {
        return schema + "_app";
    }

    /** The settings of a session as the start of a connection takes them from JDBC. */
    public String sessionOptions() {
        return session.entrySet().stream()
                .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
    }
}
