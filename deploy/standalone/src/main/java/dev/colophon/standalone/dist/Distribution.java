package dev.colophon.standalone.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory that holds what a build left to run. Every part lies in a directory named by the digest of its content,
 * and {@code current} points at the newest: a stack that runs keeps its files while the next build is made.
 *
 * @param root of the distribution
 */
public record Distribution(Path root) {

    public static final String LAUNCHER = "colophon-standalone";
    public static final String CLI = "colophon-cli";
    public static final String POSTGRES = "postgresql";

    /** The extracted jar of {@code artifact}. */
    public Path jar(String artifact) {
        Path directory = current(artifact);
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith("-exec.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no jar in " + directory));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory, e);
        }
    }

    /** The newest content of {@code part}. */
    public Path current(String part) {
        try {
            return root.resolve(part).resolve("current").toRealPath();
        } catch (IOException e) {
            throw new IllegalStateException(part + " is not built: run `colophon build`", e);
        }
    }

    public boolean has(List<String> parts) {
        return parts.stream().allMatch(part -> Files.exists(root.resolve(part).resolve("current")));
    }
}
