package dev.colophon.etl.webhook;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a source told, as it is kept.
 *
 * @param deliveryId the sender's, or one that derives from the body
 * @param headers those that say what the body is, names in lower case
 * @param packed the body, compressed
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed over, never compared
record Delivery(
        UUID id, UUID sourceId, String deliveryId, Map<String, String> headers, byte[] packed, Instant receivedAt) {

    /**
     * A delivery as clients see it.
     *
     * @param status {@code received}, {@code handled} or {@code failed}
     */
    record Shown(
            UUID id,
            String deliveryId,
            String status,
            @Nullable String error,
            Instant receivedAt,
            @Nullable Instant handledAt) {}

    byte[] body() {
        return Gzip.unpacked(packed);
    }

    @Override
    public String toString() {
        return "Delivery[" + id + " of source " + sourceId + "]";
    }
}
