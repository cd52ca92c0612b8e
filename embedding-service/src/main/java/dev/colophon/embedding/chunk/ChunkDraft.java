package dev.colophon.embedding.chunk;

import dev.colophon.events.Ids;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A chunk as an item's text gives it. Its id derives from what it says, so that an edited item keeps the chunks, and with
 * them the vectors, of everything that was not edited.
 *
 * @param ordinal its place in the item, from 0
 * @param contentHash SHA-256 of the embedded text and the chunker's version, in hexadecimal
 */
record ChunkDraft(UUID id, UUID itemId, UUID projectId, int ordinal, Passage passage, String contentHash) {

    static List<ChunkDraft> of(CapturedItem item, List<Passage> passages) {
        List<ChunkDraft> drafts = new ArrayList<>(passages.size());
        Map<String, Integer> seen = new HashMap<>();
        MessageDigest sha256 = sha256();
        for (Passage passage : passages) {
            String hash = hash(sha256, passage);
            int among = seen.merge(hash, 1, Integer::sum);
            UUID id = Ids.derived(
                    "chunk",
                    item.told().clientId().toString(),
                    item.id().toString(),
                    hash,
                    Integer.toString(among),
                    Integer.toString(Chunker.VERSION));
            drafts.add(new ChunkDraft(id, item.id(), item.told().projectId(), drafts.size(), passage, hash));
        }
        return drafts;
    }

    private static String hash(MessageDigest sha256, Passage passage) {
        sha256.update((byte) Chunker.VERSION);
        sha256.update(passage.embeddedText().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
