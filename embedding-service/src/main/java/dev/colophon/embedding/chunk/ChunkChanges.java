package dev.colophon.embedding.chunk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a new version of items means for the chunks that are stored.
 *
 * @param added not stored yet
 * @param moved stored, at another place of the item
 * @param removed stored, and no longer in the item
 */
record ChunkChanges(List<ChunkDraft> added, List<ChunkDraft> moved, List<UUID> removed) {

    /** @param stored the ordinals of the stored chunks by id */
    static ChunkChanges between(Map<UUID, Integer> stored, Collection<ChunkDraft> drafts) {
        Map<UUID, Integer> vanished = new HashMap<>(stored);
        List<ChunkDraft> added = new ArrayList<>();
        List<ChunkDraft> moved = new ArrayList<>();
        for (ChunkDraft draft : drafts) {
            Integer ordinal = vanished.remove(draft.id());
            if (ordinal == null) {
                added.add(draft);
            } else if (ordinal != draft.ordinal()) {
                moved.add(draft);
            }
        }
        return new ChunkChanges(added, moved, List.copyOf(vanished.keySet()));
    }
}
