package dev.colophon.embedding.backfill;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Which of the chunks that lack their vector. */
enum Filter {
    /** Tried as often as a chunk is tried, and given up. */
    @JsonProperty("failed")
    FAILED,
    /** Not tried yet, or to be tried again. */
    @JsonProperty("pending")
    PENDING,
    /** Nobody is at them. */
    @JsonProperty("missing")
    MISSING;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
