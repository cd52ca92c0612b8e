package dev.colophon.metadata.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * What was asked: the client, what for, and the SHA-256 of everything that decides the answer. Of the question itself
 * nothing is kept.
 *
 * @param digest 64 hexadecimal digits
 */
public record CacheKey(UUID clientId, String operation, String digest) {

    /** @param parts everything that decides the answer: model, version of the prompt, content, in a fixed order */
    public static CacheKey of(UUID clientId, String operation, String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            // the length first, so that no two lists of parts read alike
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        return new CacheKey(clientId, operation, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
