package dev.colophon.etl.item;

import dev.colophon.events.Ids;
import dev.colophon.events.item.ItemKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An item as a source shows it now.
 *
 * @param sourceId null for what clients send themselves
 * @param externalId the entity in its source
 * @param text clean text
 * @param version given by own connectors; null lets the content decide
 */
public record ItemDraft(
        UUID clientId,
        UUID projectId,
        @Nullable UUID sourceId,
        ItemKind kind,
        String externalId,
        String title,
        String text,
        @Nullable String url,
        @Nullable String author,
        Map<String, String> attributes,
        @Nullable Instant occurredAt,
        @Nullable Long version) {

    public ItemDraft {
        attributes = Map.copyOf(attributes);
    }

    /** The same for the same entity of the same source in the same project, whoever asks. */
    public UUID itemId() {
        return itemId(clientId, projectId, sourceId, kind, externalId);
    }

    /** As {@link #itemId()}, of an item that is not at hand. */
    static UUID itemId(UUID clientId, UUID projectId, @Nullable UUID sourceId, ItemKind kind, String externalId) {
        return Ids.derived(
                clientId.toString(),
                projectId.toString(),
                sourceId == null ? "sent" : sourceId.toString(),
                kind.wireName(),
                externalId);
    }

    /** Differs where anything differs that readers see. */
    String contentHash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {
                title, text, String.valueOf(url), String.valueOf(author), new TreeMap<>(attributes).toString()
            }) {
                digest.update(part.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
