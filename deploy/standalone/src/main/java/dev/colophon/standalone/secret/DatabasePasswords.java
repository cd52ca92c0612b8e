package dev.colophon.standalone.secret;

import dev.colophon.persistence.SchemaSecrets;
import java.util.List;

/**
 * The passwords of the database.
 *
 * @param admin of the superuser
 * @param schemas of each service's two roles
 */
public record DatabasePasswords(String admin, List<SchemaSecrets> schemas) {

    public SchemaSecrets of(String schema) {
        return schemas.stream()
                .filter(secrets -> secrets.schema().equals(schema))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no schema " + schema));
    }

    @Override
    public String toString() {
        return "DatabasePasswords of " + schemas.size() + " schemas";
    }
}
