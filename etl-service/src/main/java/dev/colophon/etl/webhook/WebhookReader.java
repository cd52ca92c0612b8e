package dev.colophon.etl.webhook;

import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.SourceFailure;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Understands the webhooks of a type of source; a bean beside its {@link dev.colophon.etl.connector.Connector}. Header
 * names are in lower case.
 */
public interface WebhookReader {

    /** What a signature proves. */
    enum Verdict {
        ACCEPTED,
        MISSING_SIGNATURE,
        WRONG_SIGNATURE
    }

    /** Under this name among the headers stands the address's parameter {@code secret}; no header has such a name. */
    String SECRET_IN_ADDRESS = ":secret";

    String type();

    /** Names among the headers that prove who tells by the secret itself; they are not kept with a delivery. */
    default Set<String> secrets() {
        return Set.of(SECRET_IN_ADDRESS);
    }

    /** Compares the signature with the raw bytes, in constant time. Never throws, whatever the headers hold. */
    Verdict verify(Map<String, String> headers, byte[] body, String secret);

    /** What makes a repeated delivery known; empty where the sender gives none. */
    Optional<String> deliveryId(Map<String, String> headers);

    /**
     * What a delivery tells; nothing for events of no concern. Blocks, may ask the remote, and may be called again for the
     * same delivery.
     *
     * @throws IOException where the remote cannot be reached; the delivery is read again later
     */
    WebhookChanges read(Connection connection, Map<String, String> headers, byte[] body)
            throws IOException, InterruptedException, SourceFailure;
}
