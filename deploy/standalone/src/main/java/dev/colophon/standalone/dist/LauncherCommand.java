package dev.colophon.standalone.dist;

import java.nio.file.Path;

/** How the launcher itself is run: with the broker inside, so with more memory than a service. */
final class LauncherCommand {

    private static final int HEAP_MEGABYTES = 320;

    private LauncherCommand() {}

    static JavaCommand of(Distribution distribution, Path data, boolean training) {
        return JavaCommand.of(distribution.jar(Distribution.LAUNCHER))
                .on(data)
                .archive(training)
                .small(HEAP_MEGABYTES)
                .extras();
    }
}
