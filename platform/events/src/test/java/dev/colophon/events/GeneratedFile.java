package dev.colophon.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A committed file that is made from code; {@code -Dcolophon.docs.update=true} writes it, otherwise drift fails. */
record GeneratedFile(Path path) {

    private static final boolean UPDATE = Boolean.getBoolean("colophon.docs.update");

    static GeneratedFile inDocs(String name) {
        return new GeneratedFile(root().resolve("docs/api").resolve(name));
    }

    static GeneratedFile inTestResources(String name) {
        return new GeneratedFile(
                root().resolve("platform/events/src/test/resources").resolve(name));
    }

    Optional<String> committed() {
        try {
            return Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void assertUpToDate(String generated) {
        if (UPDATE) {
            write(generated);
        }
        assertThat(committed())
                .as("%s is out of date; run this test with -Dcolophon.docs.update=true and commit the change", path)
                .contains(generated);
    }

    private void write(String content) {
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("platform/events/pom.xml"))) {
                return at;
            }
        }
        throw new IllegalStateException(
                "not within the repository: " + Path.of("").toAbsolutePath());
    }
}
