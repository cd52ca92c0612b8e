package dev.colophon.usage.price;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Where a price was taken from.
 *
 * @param source in words
 * @param checkedAt when it was last compared with the source; null for never
 */
public record Provenance(
        Origin origin, String source, @Nullable LocalDate checkedAt, boolean verified) {

    static final Provenance UNKNOWN = new Provenance(Origin.PUBLISHED, "unknown", null, false);

    /** Who put a price on the list; the operator's word counts before that of the list that comes with the product. */
    public enum Origin {
        PUBLISHED,
        OPERATOR
    }
}
