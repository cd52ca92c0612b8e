package dev.colophon.gateway.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** An API key as its holder knows it: {@code col_} and 256 random bits. Only its hash is stored; it prints as its prefix. */
final class ApiKeySecret {

    private static final Pattern FORM = Pattern.compile("col_[A-Za-z0-9_-]{43}");
    private static final int RANDOM_BYTES = 32;
    private static final int PREFIX_LENGTH = 10;

    private final String text;

    private ApiKeySecret(String text) {
        this.text = text;
    }

    static ApiKeySecret generate(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new ApiKeySecret("col_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Empty where the text cannot be a key. */
    static Optional<ApiKeySecret> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new ApiKeySecret(text)) : Optional.empty();
    }

    /** The whole key: for the answer that shows it once. */
    String reveal() {
        return text;
    }

    /** Enough to recognise a key in a list, too little to use it. */
    String prefix() {
        return text.substring(0, PREFIX_LENGTH);
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String hexHash() {
        return HexFormat.of().formatHex(hash());
    }

    @Override
    public String toString() {
        return prefix() + "…";
    }
}
