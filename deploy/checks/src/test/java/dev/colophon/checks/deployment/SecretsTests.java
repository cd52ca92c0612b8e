package dev.colophon.checks.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTests {

    private static final String PUBLIC_KEYS = "colophon.security.internal.public-keys";

    @TempDir
    Path folder;

    @BeforeEach
    void init() {
        Shell init = Shell.run("bash", "deploy/compose/init", "--secrets", folder.toString());
        assertThat(init.status()).as(init.output()).isZero();
    }

    @Test
    void areReadableByTheirOwnerOnly() throws IOException {
        for (Map.Entry<Path, String> file : contents().entrySet()) {
            assertThat(java.nio.file.Files.getPosixFilePermissions(file.getKey()))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(java.nio.file.Files.getPosixFilePermissions(file.getKey().getParent()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(file.getValue()).isNotBlank();
        }
    }

    @Test
    void stayAsTheyAreWhenMadeAgain() throws IOException {
        Map<Path, String> before = contents();
        init();
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void verifyWhatTheySigned() throws Exception {
        JWKSet known = JWKSet.parse(secret("usage-service", PUBLIC_KEYS));
        assertThat(known.getKeys()).hasSize(2).noneMatch(key -> key.isPrivate());
        for (ECKey key : List.of(
                ECKey.parse(secret("gateway-service", "colophon.security.internal.signing-key")),
                ECKey.parse(secret("metadata-service", "colophon.security.internal.service-key")))) {
            JWSObject signed = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(key.getKeyID())
                            .build(),
                    new Payload("x"));
            signed.sign(new ECDSASigner(key));
            ECKey half = known.getKeyByKeyId(key.getKeyID()).toECKey();
            assertThat(signed.verify(new ECDSAVerifier(half))).isTrue();
        }
    }

    @Test
    void areSharedByThoseThatMustAgreeAndByNobodyElse() throws Exception {
        for (String service : Files.services()) {
            assertThat(secret(service, PUBLIC_KEYS)).isEqualTo(secret("gateway-service", PUBLIC_KEYS));
            assertThat(folder.resolve(service)
                            .resolve("colophon.security.internal.signing-key")
                            .toFile()
                            .exists())
                    .isEqualTo(service.equals("gateway-service"));
        }
        assertThat(ECKey.parse(secret("embedding-service", "colophon.security.internal.service-key"))
                        .getKeyID())
                .startsWith("service-");
        assertThat(Base64.getDecoder().decode(secret("usage-service", "colophon.secrets.keys.first")))
                .hasSize(32)
                .isEqualTo(Base64.getDecoder().decode(secret("etl-service", "colophon.secrets.keys.first")));
        assertThat(secret("operator", "operator-key")).matches("col_[A-Za-z0-9_-]{43}");
        assertThat(Files.services().stream().flatMap(service -> Stream.of("owner", "app")
                        .map(role -> secret(service, "colophon.database." + role + "-password"))))
                .doesNotHaveDuplicates()
                .allMatch(password -> password.length() == 32);
    }

    private String secret(String consumer, String name) {
        return Files.text(folder.resolve(consumer).resolve(name)).strip();
    }

    private Map<Path, String> contents() throws IOException {
        Map<Path, String> contents = new TreeMap<>();
        try (Stream<Path> files = java.nio.file.Files.walk(folder)) {
            files.filter(java.nio.file.Files::isRegularFile).forEach(file -> contents.put(file, Files.text(file)));
        }
        return contents;
    }
}
