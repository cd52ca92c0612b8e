package dev.colophon.embedding.chunk;

import java.util.List;
import java.util.UUID;

/**
 * A version of an item, cut.
 *
 * @param chunks in order; none where the item has no text
 */
record CutItem(CapturedItem item, List<ChunkDraft> chunks) {

    UUID id() {
        return item.id();
    }
}
