package dev.colophon.etl.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.colophon.etl.extract.Extraction.Extracted;
import dev.colophon.etl.extract.Extraction.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

class ExtractorsIT {

    @TempDir
    Path folder;

    private Extractors extractors = extractors("256MB", "60s", "60s");

    private final List<Long> before =
            ProcessHandle.current().children().map(ProcessHandle::pid).toList();

    @AfterEach
    void close() {
        extractors.destroy();
    }

    @Test
    void readsDocumentsInOneProcessAfterAnother() throws Exception {
        Extraction first = extractors.extract(file(Documents.pdf("Hello")), false);
        List<Long> processes = processes();
        Extraction second = extractors.extract(file(Documents.docx("Grüße", "text")), false);

        assertThat(((Extracted) first).text()).isEqualTo("Hello");
        assertThat(((Extracted) second).text()).startsWith("# Grüße");
        assertThat(processes).hasSize(1).isEqualTo(processes());
        extractors.destroy();
        await().until(() -> processes().isEmpty());
    }

    @Test
    void endsWhatTakesTooLongAndGoesOn() throws Exception {
        extractors = extractors("256MB", "3s", "60s");
        byte[] endless = ("<html>" + "<div>".repeat(400_000)).getBytes(StandardCharsets.UTF_8);

        assertThat(extractors.extract(file(endless), true))
                .isEqualTo(Refused.unreadable("takes longer than 3 seconds to read"));
        await().until(() -> processes().isEmpty());
    }

    @Test
    void endsWhatNeedsTooMuchMemoryAndGoesOn() throws Exception {
        extractors = extractors("24MB", "60s", "60s");
        byte[] large = ("<html>" + "<p>word</p>".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8);

        assertThat(extractors.extract(file(large), true))
                .isEqualTo(Refused.unreadable("needs more memory to be read than a document is given"));
        assertThat(extractors.extract(file("<html><p>small".getBytes(StandardCharsets.UTF_8)), true))
                .isInstanceOf(Extracted.class);
    }

    @Test
    void endsProcessesThatNobodyNeeds() throws Exception {
        extractors = extractors("64MB", "60s", "100ms");

        assertThat(extractors.extract(file("<html><p>x".getBytes(StandardCharsets.UTF_8)), true))
                .isInstanceOf(Extracted.class);

        await().until(() -> processes().isEmpty());
    }

    @Test
    void givesAProcessNothingOfTheEnvironment() throws Exception {
        extractors.extract(file("<html><p>x".getBytes(StandardCharsets.UTF_8)), true);
        Path environment = Path.of("/proc/" + processes().get(0) + "/environ");

        if (Files.isReadable(environment)) {
            assertThat(Files.readString(environment).split("\0"))
                    .allMatch(entry -> entry.isEmpty() || entry.matches("(?s)(PATH|LD_LIBRARY_PATH)=.*"));
        }
    }

    private List<Long> processes() {
        try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
            return children.map(ProcessHandle::pid)
                    .filter(child -> !before.contains(child))
                    .toList();
        }
    }

    private static Extractors extractors(String memory, String time, String idle) {
        return new Extractors(new ExtractProperties(
                DataSize.parse(memory),
                DurationStyle.SIMPLE.parse(time),
                DataSize.ofMegabytes(64),
                10_000_000,
                DurationStyle.SIMPLE.parse(idle)));
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "upload", ""), bytes);
    }
}
