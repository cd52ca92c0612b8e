package dev.colophon.etl.item;

import org.jspecify.annotations.Nullable;

/**
 * What was told of an item.
 *
 * @param traceparent the trace in which it was told; null for that of the running work
 */
public record ToldItem(ItemDraft draft, @Nullable String traceparent) {

    /** The newer one of two that were told of one item, the first of them earlier. */
    static ToldItem orNewer(ToldItem earlier, ToldItem later) {
        Long before = earlier.draft.version();
        Long after = later.draft.version();
        return before != null && after != null && after < before ? earlier : later;
    }
}
