package dev.colophon.etl.extract;

import dev.colophon.etl.extract.Extraction.Refused;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** One process that reads documents, with a folder of its own for what it puts aside. For one caller at a time. */
final class ExtractorProcess implements AutoCloseable {

    /** How a process ends whose heap is full. */
    private static final int OUT_OF_MEMORY = 3;

    private static final int MOST_DOCUMENTS = 200;
    private static final Set<String> ENVIRONMENT = Set.of("PATH", "SystemRoot", "LD_LIBRARY_PATH");

    private final Process process;
    private final Path scratch;
    private final DataOutputStream questions;
    private final DataInputStream answers;
    private volatile long lastAsked = System.nanoTime();
    private int documents;

    private ExtractorProcess(Process process, Path scratch) {
        this.process = process;
        this.scratch = scratch;
        this.questions = new DataOutputStream(process.getOutputStream());
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    }

    /** Starts one, with nothing of this process's environment: what reads strangers' files must hold no secret. */
    static ExtractorProcess start(ExtractorCommand command) throws IOException {
        Path scratch = Files.createTempDirectory("colophon-extract");
        try {
            List<String> line = command.line(scratch);
            ProcessBuilder builder =
                    new ProcessBuilder(line).directory(scratch.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().keySet().retainAll(ENVIRONMENT);
            return new ExtractorProcess(builder.start(), scratch);
        } catch (IOException | RuntimeException e) {
            deleteTree(scratch);
            throw e;
        }
    }

    /** Whether it can be asked once more. */
    boolean isFresh() {
        return process.isAlive() && documents < MOST_DOCUMENTS;
    }

    /** Whether nobody has asked it for so long. */
    boolean rested(Duration time) {
        return System.nanoTime() - lastAsked >= time.toNanos();
    }

    /** Blocks. A process that takes too long is ended; one that ended by itself is told apart by how it did. */
    Extraction extract(Path file, boolean page, Duration maxTime, ScheduledExecutorService clock) {
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> end = clock.schedule(
                () -> {
                    late.set(true);
                    process.destroyForcibly();
                },
                maxTime.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            documents++;
            questions.writeBoolean(page);
            questions.writeUTF(file.toString());
            questions.flush();
            return Frames.read(answers);
        } catch (IOException | RuntimeException e) {
            return late.get() ? tooSlow(maxTime) : brokenOff();
        } finally {
            lastAsked = System.nanoTime();
            end.cancel(false);
        }
    }

    private static Refused tooSlow(Duration maxTime) {
        return Refused.unreadable("takes longer than " + maxTime.toSeconds() + " seconds to read");
    }

    private Refused brokenOff() {
        try {
            if (process.waitFor(2, TimeUnit.SECONDS) && process.exitValue() == OUT_OF_MEMORY) {
                return Refused.unreadable("needs more memory to be read than a document is given");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        return Refused.unreadable("cannot be read: reading it broke off");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        deleteTree(scratch);
    }

    private static void deleteTree(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            folder.toFile()
                    .deleteOnExit(); // a file that is still held is left to whoever cleans the folder of such files
        }
    }
}
