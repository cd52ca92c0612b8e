package dev.colophon.standalone.secret;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.colophon.persistence.SchemaSecrets;
import dev.colophon.standalone.state.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Base64;
import java.util.Collection;
import java.util.UUID;

/** Passwords and keys: made at first start, the same ever after, readable by their owner only. */
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PASSWORD_BYTES = 24;

    private final Path directory;

    public Secrets(Path directory) {
        this.directory = directory;
    }

    public DatabasePasswords database(Collection<String> schemas) {
        return new DatabasePasswords(
                password("database-admin"),
                schemas.stream()
                        .map(schema -> new SchemaSecrets(
                                schema,
                                password("database-" + schema + "-owner"),
                                password("database-" + schema + "-app")))
                        .toList());
    }

    /** The file with the private JWK that signs internal tokens. */
    public Path signingKey() {
        Path file = directory.resolve("internal-signing-key.json");
        keep(file, Secrets::newKey);
        return file;
    }

    /** The file with the JWK set that internal tokens are verified with. */
    public Path publicKeys() {
        Path privateKey = signingKey();
        Path file = directory.resolve("internal-public-keys.json");
        keep(file, () -> publicHalf(privateKey));
        return file;
    }

    private String password(String name) {
        return keep(directory.resolve(name + ".password"), Secrets::newPassword);
    }

    @FunctionalInterface
    private interface Making {
        String make() throws IOException, JOSEException, ParseException;
    }

    private static String keep(Path file, Making making) {
        try {
            if (!Files.exists(file)) {
                PrivateFiles.write(file, making.make());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the secret " + file.getFileName(), e);
        } catch (JOSEException | ParseException e) {
            // without the cause: its message may quote the key
            throw new IllegalStateException("cannot make the secret " + file.getFileName());
        }
    }

    private static String newPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String newKey() throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyID(UUID.randomUUID().toString())
                .keyUse(KeyUse.SIGNATURE)
                .generate()
                .toJSONString();
    }

    private static String publicHalf(Path privateKey) throws IOException, ParseException {
        return new JWKSet(ECKey.parse(Files.readString(privateKey)).toPublicJWK()).toString();
    }
}
