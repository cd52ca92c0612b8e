package dev.colophon.etl.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directories that the operator opened to clients. Symbolic links are followed before anything is compared. */
final class AllowedRoots {

    private static final Logger log = LoggerFactory.getLogger(AllowedRoots.class);

    private final GitProperties settings;

    AllowedRoots(GitProperties settings) {
        this.settings = settings;
    }

    /**
     * The real path behind {@code path}.
     *
     * @throws RefusedRepositoryException where it is not there or not below an allowed directory, without telling which
     */
    Path resolve(String path) {
        try {
            Path real = Path.of(path).toRealPath();
            if (Path.of(path).isAbsolute() && contains(real)) {
                return real;
            }
        } catch (IOException | InvalidPathException e) {
            log.debug("refused path: {}", e.toString());
        }
        throw new RefusedRepositoryException();
    }

    /** Whether a real path is an allowed directory or lies below one. */
    boolean contains(Path real) {
        return roots().stream().anyMatch(real::startsWith);
    }

    private List<Path> roots() {
        List<String> named = new ArrayList<>();
        if (settings.allowedRoots() != null) {
            named.addAll(settings.allowedRoots());
        }
        if (settings.allowedRootsFile() != null) {
            named.addAll(lines(Path.of(settings.allowedRootsFile())));
        }
        return named.stream()
                .map(String::strip)
                .filter(root -> !root.isEmpty())
                .flatMap(AllowedRoots::real)
                .toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            log.warn("allowed roots cannot be read, none of them counts: {}", e.toString());
            return List.of();
        }
    }

    private static Stream<Path> real(String root) {
        try {
            return Stream.of(Path.of(root).toRealPath());
        } catch (IOException | InvalidPathException e) {
            return Stream.empty();
        }
    }
}
