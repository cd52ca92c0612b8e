package dev.colophon.cli.stack;

import dev.colophon.cli.CommandFailure;
import dev.colophon.cli.ExitCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The logs of a stack, one file for each process. */
public final class LogFiles {

    private static final long PAUSE_MILLIS = 300;

    private final Map<String, Path> files;
    private final Map<String, Long> read = new TreeMap<>();

    private LogFiles(Map<String, Path> files) {
        this.files = files;
    }

    /** A line and whose it is. */
    public record Line(String name, String text) {}

    /** The logs of {@code service}, by its name or the first word of it; of everyone where it is null. */
    public static LogFiles in(DataDirectory data, @Nullable String service) {
        Map<String, Path> files = new TreeMap<>(Comparator.naturalOrder());
        if (Files.isDirectory(data.logs())) {
            try (Stream<Path> all = Files.list(data.logs())) {
                all.filter(file -> file.toString().endsWith(".log"))
                        .filter(file -> service == null || isOf(name(file), service))
                        .forEach(file -> files.put(name(file), file));
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.FAILURE, "cannot read " + data.logs(), e);
            }
        }
        if (files.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    "there are no logs" + (service == null ? "" : " of " + service) + " in " + data.logs());
        }
        return new LogFiles(files);
    }

    /** The last {@code count} lines of each. */
    public List<Line> tail(int count) {
        List<Line> tail = new ArrayList<>();
        files.forEach((name, file) -> {
            Deque<String> last = new ArrayDeque<>();
            news(name, file, line -> {
                last.addLast(line);
                if (last.size() > count) {
                    last.removeFirst();
                }
            });
            last.forEach(line -> tail.add(new Line(name, line)));
        });
        return tail;
    }

    /** Passes on lines as they come, over rotations of the files, until the thread is interrupted. */
    public void follow(Consumer<Line> to) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                files.forEach((name, file) -> news(name, file, line -> to.accept(new Line(name, line))));
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void news(String name, Path file, Consumer<String> to) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long position = read.getOrDefault(name, 0L);
            log.seek(log.length() < position ? 0 : position);
            byte[] bytes = new byte[(int) Math.min(log.length() - log.getFilePointer(), 64 << 20)];
            log.readFully(bytes);
            int end = lastLineEnd(bytes);
            read.put(name, log.getFilePointer() - bytes.length + end);
            new String(bytes, 0, end, StandardCharsets.UTF_8).lines().forEach(to);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static int lastLineEnd(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    private static boolean isOf(String name, String service) {
        return name.equals(service) || name.startsWith(service + "-");
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.log$", "");
    }
}
