package dev.colophon.standalone.state;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Another launcher runs on the same data directory. */
public final class DirectoryInUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DirectoryInUseException(@Nullable Path directory, String holder) {
        super("another launcher (pid " + holder + ") already runs on " + directory
                + ": stop it first, or choose another data directory");
    }
}
