package dev.colophon.standalone.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsIT {

    @TempDir
    private Path directory;

    @Test
    void makesThemOnceForTheOwnerOnly() throws Exception {
        DatabasePasswords first = new Secrets(directory).database(List.of("metadata", "usage"));

        assertThat(new Secrets(directory).database(List.of("metadata", "usage")))
                .isEqualTo(first);
        assertThat(Stream.of(
                        first.admin(),
                        first.of("metadata").ownerPassword(),
                        first.of("metadata").appPassword(),
                        first.of("usage").appPassword()))
                .doesNotHaveDuplicates()
                .allMatch(password -> password.length() >= 32);
        new Secrets(directory).publicKeys();
        String sealing = Files.readString(new Secrets(directory).sealingKey());
        assertThat(Base64.getDecoder().decode(sealing)).hasSize(32);
        assertThat(Files.readString(new Secrets(directory).sealingKey())).isEqualTo(sealing);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.toList()).hasSize(9).allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void publishesOnlyThePublicHalvesOfTheSigningKeys() throws Exception {
        Secrets secrets = new Secrets(directory);

        ECKey signing = ECKey.parse(Files.readString(secrets.signingKey()));
        ECKey service = ECKey.parse(Files.readString(secrets.serviceKey()));
        JWKSet published = JWKSet.parse(Files.readString(secrets.publicKeys()));

        assertThat(signing.isPrivate()).isTrue();
        assertThat(service.getKeyID()).startsWith("service-");
        assertThat(signing.getKeyID()).doesNotStartWith("service-");
        assertThat(published.getKeys()).noneMatch(JWK::isPrivate);
        assertThat(published.getKeyByKeyId(signing.getKeyID())).isEqualTo(signing.toPublicJWK());
        assertThat(published.getKeyByKeyId(service.getKeyID())).isEqualTo(service.toPublicJWK());
    }
}
