package dev.colophon.persistence;

/**
 * The passwords of a schema's two roles, {@code <schema>_owner} and {@code <schema>_app}.
 *
 * @param schema a service's schema, for example {@code metadata}
 * @param ownerPassword of the role that owns the schema and runs migrations
 * @param appPassword of the role the service works with, under row level security
 */
public record SchemaSecrets(String schema, String ownerPassword, String appPassword) {

    public SchemaSecrets {
        if (!schema.matches("[a-z][a-z_]{0,30}")) {
            throw new IllegalArgumentException("no schema name: " + schema);
        }
    }
}
