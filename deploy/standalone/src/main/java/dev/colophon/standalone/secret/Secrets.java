package dev.colophon.standalone.secret;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Passwords and keys: made at first start, the same ever after, readable by their owner only. */
public final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PASSWORD_BYTES = 24;
    private static final int SEALING_KEY_BYTES = 32;

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
        keep(file, () -> newKey(""));
        return file;
    }

    /** The file with the private JWK that services sign with when they ask one another; its id must begin so. */
    public Path serviceKey() {
        Path file = directory.resolve("internal-service-key.json");
        keep(file, () -> newKey("service-"));
        return file;
    }

    /** The file with the key that secrets in the database are sealed with: 32 bytes in base64. */
    public Path sealingKey() {
        Path file = directory.resolve("sealing-key");
        keep(file, () -> Base64.getEncoder().encodeToString(random(SEALING_KEY_BYTES)));
        return file;
    }

    /** The file with the JWK set that internal tokens are verified with; always that of the private keys as they are. */
    public Path publicKeys() {
        List<Path> privateKeys = List.of(signingKey(), serviceKey());
        Path file = directory.resolve("internal-public-keys.json");
        made(file, () -> {
            String halves = publicHalves(privateKeys);
            PrivateFiles.write(file, halves);
            return halves;
        });
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
        return made(file, () -> {
            if (!Files.exists(file)) {
                PrivateFiles.write(file, making.make());
            }
            return Files.readString(file).strip();
        });
    }

    private static String made(Path file, Making making) {
        try {
            return making.make();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the secret " + file.getFileName(), e);
        } catch (JOSEException | ParseException e) {
            // without the cause: its message may quote the key
            throw new IllegalStateException("cannot make the secret " + file.getFileName());
        }
    }

    private static String newPassword() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random(PASSWORD_BYTES));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String newKey(String prefix) throws JOSEException {
        return new ECKeyGenerator(Curve.P_256)
                .keyID(prefix + UUID.randomUUID())
                .keyUse(KeyUse.SIGNATURE)
                .generate()
                .toJSONString();
    }

    private static String publicHalves(List<Path> privateKeys) throws IOException, ParseException {
        List<JWK> halves = new ArrayList<>();
        for (Path key : privateKeys) {
            halves.add(ECKey.parse(Files.readString(key)).toPublicJWK());
        }
        return new JWKSet(halves).toString();
    }
}
