package dev.colophon.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The directories below which repositories may be read, from the command line and {@code COLOPHON_GIT_ROOTS}. */
final class AllowedRoots {

    private AllowedRoots() {}

    static List<Path> of(List<Path> options) {
        Stream<Path> environment = StackOptions.environment("COLOPHON_GIT_ROOTS").stream()
                .flatMap(roots -> Stream.of(roots.split(File.pathSeparator)))
                .filter(root -> !root.isBlank())
                .map(Path::of);
        return Stream.concat(options.stream(), environment)
                .map(root -> root.toAbsolutePath().normalize())
                .distinct()
                .toList();
    }
}
