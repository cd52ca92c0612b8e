package dev.colophon.embedding.chunk;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What is left to do about versions of items; of those that are not named here, nothing.
 *
 * @param left by item
 */
record Standing(Map<UUID, Left> left) {

    /** What is left to do about an item. */
    enum Left {
        /** Its version is newer than what is stored, or nothing is. */
        TAKE,
        /** Its version is stored, and was cut otherwise, has lost chunks, or everything is to be done again. */
        CUT,
        /** Its version is stored and cut, and chunks wait for a vector that nobody is at. */
        ASK
    }

    static final Standing SETTLED = new Standing(Map.of());

    Set<UUID> items(Left... kinds) {
        Set<UUID> items = new HashSet<>();
        left.forEach((id, kind) -> {
            if (List.of(kinds).contains(kind)) {
                items.add(id);
            }
        });
        return items;
    }
}
