package dev.colophon.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Real input data that lies beside the repository; tests that need it are skipped where it is absent. */
public final class SharedData {

    private SharedData() {}

    /** The folder {@code shared/data} beside the repository. */
    public static Optional<Path> find() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path data = folder.resolve("shared").resolve("data");
            if (Files.isDirectory(data)) {
                return Optional.of(data);
            }
        }
        return Optional.empty();
    }

    /** A file or folder below {@code shared/data}; skips the running test, saying so, where it is absent. */
    public static Path require(String relative) {
        Optional<Path> path = find().map(data -> data.resolve(relative)).filter(Files::exists);
        assumeTrue(path.isPresent(), () -> "skipped: shared/data/" + relative + " is not beside the repository");
        return path.orElseThrow();
    }
}
