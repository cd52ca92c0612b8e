package dev.colophon.standalone.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTests {

    @TempDir
    private Path directory;

    /** As on a full disk: whoever supervises processes must not end because a report could not be written. */
    @Test
    void goesOnWhereItCannotBeWrittenAndTellsLater() throws Exception {
        Path file = directory.resolve("run").resolve("state.json");
        StateFile state = new StateFile(file, "http://127.0.0.1:8080", Instant.EPOCH);
        Files.writeString(directory.resolve("run"), "a file where a directory is to be");

        state.stack("restarting", null);

        Files.delete(directory.resolve("run"));
        Files.createDirectory(directory.resolve("run"));
        state.stack("running", null);
        assertThat(file).content().contains("\"running\"");
    }
}
