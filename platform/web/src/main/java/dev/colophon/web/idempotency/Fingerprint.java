package dev.colophon.web.idempotency;

import dev.colophon.web.security.Caller;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** What makes two requests the same: who asks, address, content type and body. */
final class Fingerprint {

    private Fingerprint() {}

    static String of(Caller caller, ServerHttpRequest request, byte[] body) {
        MessageDigest digest = sha256();
        add(digest, caller.subject());
        add(digest, request.getURI().getRawPath());
        add(digest, String.valueOf(request.getURI().getRawQuery()));
        add(digest, String.valueOf(request.getHeaders().getContentType()));
        return HexFormat.of().formatHex(digest.digest(body));
    }

    private static void add(MessageDigest digest, String part) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
