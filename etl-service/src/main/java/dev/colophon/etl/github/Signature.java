package dev.colophon.etl.github;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@code X-Hub-Signature-256}: {@code sha256=} and the HMAC-SHA256 of the body's bytes in hexadecimal digits. */
final class Signature {

    private static final String PREFIX = "sha256=";
    private static final int DIGITS = 64;

    private Signature() {}

    /** Takes as long for a wrong signature as for a right one. */
    static boolean matches(String header, byte[] body, String secret) {
        String given = header.strip();
        if (secret.isEmpty() || given.length() != PREFIX.length() + DIGITS || !given.startsWith(PREFIX)) {
            return false;
        }
        try {
            byte[] claimed = HexFormat.of().parseHex(given.substring(PREFIX.length()));
            return MessageDigest.isEqual(claimed, of(body, secret));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] of(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has HmacSHA256", e);
        }
    }
}
