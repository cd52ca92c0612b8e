package dev.colophon.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A document under {@code docs/} that is made from code. Tests compare; with {@code -Dcolophon.docs.update=true} they
 * write it instead.
 */
final class CommittedDocument {

    private static final boolean UPDATE = Boolean.getBoolean("colophon.docs.update");

    private final Path path;

    CommittedDocument(String name) {
        this.path = repository().resolve("docs").resolve(name);
    }

    /** The text as committed; empty where there is none yet. */
    String text() {
        try {
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void assertUpToDate(String generated) {
        if (UPDATE && !text().equals(generated)) {
            try {
                Files.createDirectories(path.getParent());
                Files.writeString(path, generated);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertThat(text())
                .as("%s is out of date; run this test with -Dcolophon.docs.update=true and commit the change", path)
                .isEqualTo(generated);
    }

    private static Path repository() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("platform/events/pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "not within the repository: " + Path.of("").toAbsolutePath());
    }
}
