package dev.colophon.embedding.space;

import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The spaces of one client.
 *
 * @param active what searches use, and what a chunk's status tells of
 * @param previous what they used before the last change, while its vectors are kept
 * @param changedIn the transaction of the last change; 0 where there was none
 * @param building what a migration fills beside the active one
 * @param held whether that migration is paused
 */
public record ClientSpaces(
        ServedSpace active,
        @Nullable ServedSpace previous,
        long changedIn,
        @Nullable ServedSpace building,
        boolean held) {

    static ClientSpaces unchanged(ServedSpace local, @Nullable ServedSpace building, boolean held) {
        return new ClientSpaces(local, null, 0, building, held);
    }

    /**
     * What a search uses on an index of which is known which transactions it has followed: one that does not know of the
     * change yet may lack vectors of the active space, and has all of the previous one.
     */
    public ServedSpace searched(LongPredicate hasFollowed) {
        return previous == null || hasFollowed.test(changedIn) ? active : previous;
    }

    public Optional<ServedSpace> filled() {
        return Optional.ofNullable(building);
    }
}
