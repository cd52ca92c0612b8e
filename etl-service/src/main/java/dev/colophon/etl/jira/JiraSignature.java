package dev.colophon.etl.jira;

import dev.colophon.etl.webhook.WebhookReader;
import dev.colophon.etl.webhook.WebhookReader.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What proves that a delivery is Jira's: {@code X-Hub-Signature}, HMAC-SHA256 over the bytes as they came; or, for data
 * centers that sign nothing, the secret itself in a header or in the address's query. A signature that is there counts
 * alone. All comparisons take the same time whatever is given.
 */
final class JiraSignature {

    static final String SIGNATURE = "x-hub-signature";
    static final String SECRET_HEADER = "x-webhook-secret";

    private static final String PREFIX = "sha256=";

    private JiraSignature() {}

    static Verdict verify(Map<String, String> headers, byte[] body, String secret) {
        String signature = headers.get(SIGNATURE);
        if (signature != null) {
            return verdict(MessageDigest.isEqual(
                    ascii(PREFIX + HexFormat.of().formatHex(hmac(body, secret))), ascii(lowered(signature))));
        }
        String given = headers.getOrDefault(SECRET_HEADER, headers.get(WebhookReader.SECRET_IN_ADDRESS));
        if (given == null || given.isEmpty()) {
            return Verdict.MISSING_SIGNATURE;
        }
        return verdict(MessageDigest.isEqual(hash(secret), hash(given)));
    }

    private static String lowered(String signature) {
        return signature.strip().toLowerCase(Locale.ROOT);
    }

    private static Verdict verdict(boolean same) {
        return same ? Verdict.ACCEPTED : Verdict.WRONG_SIGNATURE;
    }

    private static byte[] hmac(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HmacSHA256", e);
        }
    }

    private static byte[] hash(@Nullable String secret) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(String.valueOf(secret).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
