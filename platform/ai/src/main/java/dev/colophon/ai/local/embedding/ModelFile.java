package dev.colophon.ai.local.embedding;

import dev.colophon.ai.local.embedding.graph.MiniLmGraph;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** Unpacks a model from its jar once: the runtime maps a file, while bytes would stand twice in memory. */
final class ModelFile {

    private interface Writing {
        void to(Path file) throws IOException;
    }

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
        return written(directory, resource, partial -> {
            try (InputStream in = packed.openStream()) {
                Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
            }
        });
    }

    /** The graph beside the published model that it was made from; made where it is not there yet. */
    static Path graph(Path published, Precision precision) throws IOException {
        Path directory = Objects.requireNonNull(published.getParent());
        String name = MiniLm.MODEL + "-" + precision.revision() + "-" + MiniLmGraph.VERSION + ".onnx";
        return Files.exists(directory.resolve(name))
                ? directory.resolve(name)
                : written(directory, name, partial -> Files.write(partial, graph(precision, published)));
    }

    private static byte[] graph(Precision precision, Path published) throws IOException {
        return switch (precision) {
            case FP32 -> MiniLmGraph.fused(published);
            case INT8 -> MiniLmGraph.quantised(published);
        };
    }

    /** Whole or not at all. */
    private static Path written(Path directory, String name, Writing writing) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(directory);
        Path partial = Files.createTempFile(directory, name, ".part");
        try {
            writing.to(partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
        return file;
    }
}
