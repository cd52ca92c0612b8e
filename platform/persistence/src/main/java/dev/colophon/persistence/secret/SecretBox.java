package dev.colophon.persistence.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals secrets for storage and for events: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. A sealed secret
 * reads {@code v1.<key id>.<nonce, ciphertext and tag in base64url>} and opens only with the associated data that it was
 * sealed with, so that it is of no use in another row.
 */
public final class SecretBox {

    private static final String VERSION = "v1";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, SecretKey> keys;
    private final String activeKeyId;

    /**
     * @param keys 32 bytes each, by id
     * @throws IllegalArgumentException for a key of another length, an id that is no plain name, or an unknown active key
     */
    public SecretBox(Map<String, byte[]> keys, String activeKeyId) {
        keys.forEach(SecretBox::requireUsable);
        if (!keys.containsKey(activeKeyId)) {
            throw new IllegalArgumentException("the active key \"" + activeKeyId + "\" is not among the keys");
        }
        this.keys = keys.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, key -> new SecretKeySpec(key.getValue(), "AES")));
        this.activeKeyId = activeKeyId;
    }

    /** The id of the key that new secrets are sealed with. */
    public String activeKeyId() {
        return activeKeyId;
    }

    /**
     * Seals with the active key; the same text never comes out the same twice.
     *
     * @param associatedData what the secret belongs to, for example {@code integration/<id>}; not secret
     */
    public String seal(String plaintext, String associatedData) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, activeKeyId, nonce, associatedData);
            byte[] ciphertext = cipher.doFinal(plaintext.getBytes(StandardCharsets.UTF_8));
            byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + ciphertext.length);
            System.arraycopy(ciphertext, 0, sealed, NONCE_BYTES, ciphertext.length);
            return VERSION + "." + activeKeyId + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal a secret", e);
        }
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @throws UnopenableSecretException where the key is not known, the text was changed, or it belongs to something else
     */
    public String open(String sealed, String associatedData) {
        String[] parts = parts(sealed);
        if (!keys.containsKey(parts[1])) {
            throw new UnopenableSecretException("there is no key \"" + parts[1] + "\"");
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(parts[2]);
            if (bytes.length < NONCE_BYTES) {
                throw new UnopenableSecretException("the secret is cut off");
            }
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, parts[1], Arrays.copyOf(bytes, NONCE_BYTES), associatedData);
            return new String(cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES), StandardCharsets.UTF_8);
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw new UnopenableSecretException("the secret was changed or belongs to something else");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot open a secret", e);
        }
    }

    /** The id of the key that {@code sealed} was sealed with. */
    public static String keyIdOf(String sealed) {
        return parts(sealed)[1];
    }

    private Cipher cipher(int mode, String keyId, byte[] nonce, String associatedData) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, keys.get(keyId), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((VERSION + "." + keyId + "." + associatedData).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static String[] parts(String sealed) {
        String[] parts = sealed.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            throw new UnopenableSecretException("this is no sealed secret");
        }
        return parts;
    }

    private static void requireUsable(String id, byte[] key) {
        if (!id.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("the id of a key is of letters, digits, - and _: " + id);
        }
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("key \"" + id + "\" has " + key.length + " bytes and needs 32");
        }
    }
}
