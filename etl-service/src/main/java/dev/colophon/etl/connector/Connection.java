package dev.colophon.etl.connector;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;

/**
 * How a source is reached.
 *
 * @param config as {@link Connector#checked} gave it
 * @param credentials in clear, as {@link Connector#checkedCredentials} gave them; never logged
 */
public record Connection(UUID clientId, UUID projectId, UUID sourceId, JsonNode config, JsonNode credentials) {

    /** Without the credentials, and without what a configuration may hide in its addresses. */
    @Override
    public String toString() {
        return "Connection[source " + sourceId + " of client " + clientId + "]";
    }
}
