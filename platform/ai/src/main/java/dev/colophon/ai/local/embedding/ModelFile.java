package dev.colophon.ai.local.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Unpacks a model from its jar once: the runtime maps a file, while bytes would stand twice in memory. */
final class ModelFile {

    private ModelFile() {}

    /**
     * @param resource name on the class path
     * @return the unpacked file; several processes may ask at the same time
     */
    static Path unpacked(String resource, Path directory) throws IOException {
        URL packed = ModelFile.class.getResource("/" + resource);
        if (packed == null) {
            throw new IOException(resource + " is not on the class path");
        }
        long size = packed.openConnection().getContentLengthLong();
        Path file = directory.resolve(resource);
        if (Files.exists(file) && Files.size(file) == size) {
            return file;
        }
        Files.createDirectories(directory);
        Path partial = Files.createTempFile(directory, resource, ".part");
        try (InputStream in = packed.openStream()) {
            Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
        return file;
    }
}
