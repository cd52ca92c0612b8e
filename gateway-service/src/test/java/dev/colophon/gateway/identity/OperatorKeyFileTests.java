package dev.colophon.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorKeyFileTests {

    @TempDir
    private Path folder;

    @Test
    void keepsANewKeyForItsOwnerOnly() throws IOException {
        Path file = folder.resolve("data").resolve("operator-key");

        ApiKeySecret written = OperatorKeyFile.readOrWrite(file, OperatorKeyFileTests::newKey);

        assertThat(file).hasContent(written.reveal() + "\n");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(file.getParent()).isDirectoryNotContaining("glob:**.operator-key*");
    }

    @Test
    void takesTheKeyThatACrashLeftBehind() throws IOException {
        Path file = folder.resolve("operator-key");
        ApiKeySecret first = OperatorKeyFile.readOrWrite(file, OperatorKeyFileTests::newKey);

        assertThat(OperatorKeyFile.readOrWrite(file, OperatorKeyFileTests::newKey)
                        .reveal())
                .isEqualTo(first.reveal());
    }

    @Test
    void replacesWhatIsNoKey() throws IOException {
        Path file = Files.writeString(folder.resolve("operator-key"), "half a k");

        ApiKeySecret written = OperatorKeyFile.readOrWrite(file, OperatorKeyFileTests::newKey);

        assertThat(file).hasContent(written.reveal() + "\n");
    }

    private static ApiKeySecret newKey() {
        return ApiKeySecret.generate(new SecureRandom());
    }
}
