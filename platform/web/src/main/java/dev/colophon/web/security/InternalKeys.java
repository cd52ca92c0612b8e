package dev.colophon.web.security;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the keys of internal tokens from settings; a service refuses to start without them. */
public final class InternalKeys {

    private static final String FILE = "file:";

    private InternalKeys() {}

    /**
     * The keys that a token may be signed with, public halves only.
     *
     * @param setting JWK set as JSON, or {@code file:} and a path
     * @throws IllegalStateException where it is missing, unreadable or holds no usable key
     */
    public static List<JWK> publicKeys(@Nullable String setting) {
        String json = text(setting, "colophon.security.internal.public-keys");
        try {
            List<JWK> keys = JWKSet.parse(json).toPublicJWKSet().getKeys().stream()
                    .filter(key -> key instanceof ECKey ec && Curve.P_256.equals(ec.getCurve()))
                    .filter(key -> key.getKeyID() != null)
                    .toList();
            if (keys.isEmpty()) {
                throw new IllegalStateException(
                        "colophon.security.internal.public-keys holds no EC key on P-256 with a kid");
            }
            return keys;
        } catch (ParseException e) {
            throw new IllegalStateException("colophon.security.internal.public-keys is no JWK set", e);
        }
    }

    /**
     * The key that the gateway signs with.
     *
     * @param setting private JWK as JSON, or {@code file:} and a path
     * @throws IllegalStateException where it is missing, unreadable or no private key
     */
    public static ECKey signingKey(@Nullable String setting) {
        return privateKey(setting, "colophon.security.internal.signing-key");
    }

    /**
     * The key that a service signs with when it asks another.
     *
     * @param setting private JWK as JSON, or {@code file:} and a path
     * @throws IllegalStateException where it is missing, unreadable or no private key
     */
    public static ECKey serviceKey(@Nullable String setting) {
        return privateKey(setting, "colophon.security.internal.service-key");
    }

    private static ECKey privateKey(@Nullable String setting, String property) {
        String json = text(setting, property);
        try {
            return ECKey.parse(json);
        } catch (ParseException e) {
            // without the cause: its message may quote the key
            throw new IllegalStateException(property + " is no EC JWK");
        }
    }

    private static String text(@Nullable String setting, String property) {
        if (setting == null || setting.isBlank()) {
            throw new IllegalStateException(property + " is not set: a service does not start without its keys");
        }
        if (!setting.startsWith(FILE)) {
            return setting;
        }
        Path path = Path.of(setting.substring(FILE.length()));
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new IllegalStateException(property + " names a file that cannot be read: " + path, e);
        }
    }
}
