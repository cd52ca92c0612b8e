package dev.colophon.etl.github.api;

import dev.colophon.etl.connector.SourceFailure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Who calls. */
public interface TokenSource {

    /** A token that is good for a while; null calls as nobody. */
    @Nullable
    String token() throws IOException, InterruptedException, SourceFailure;

    /** Says that a token was refused; whether asking for another makes sense. */
    default boolean refused(@Nullable String token) {
        return false;
    }
}
