package dev.colophon.gateway.identity;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.Supplier;

/** The file that the operator finds the first key in: readable by its owner only, whole or not there at all. */
final class OperatorKeyFile {

    private OperatorKeyFile() {}

    /** The key that the file holds; where it holds none, a new one, safely on disk. */
    static ApiKeySecret readOrWrite(Path file, Supplier<ApiKeySecret> newKey) throws IOException {
        Optional<ApiKeySecret> existing =
                Files.exists(file) ? ApiKeySecret.parse(Files.readString(file).strip()) : Optional.empty();
        if (existing.isPresent()) {
            return existing.get();
        }
        ApiKeySecret secret = newKey.get();
        write(file.toAbsolutePath(), secret);
        return secret;
    }

    private static void write(Path file, ApiKeySecret secret) throws IOException {
        Path folder = file.getParent();
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(folder, ".operator-key", null, ownerOnly());
        try {
            Files.writeString(draft, secret.reveal() + "\n", StandardCharsets.US_ASCII);
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
