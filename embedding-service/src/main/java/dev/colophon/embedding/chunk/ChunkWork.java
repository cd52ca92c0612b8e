package dev.colophon.embedding.chunk;

import dev.colophon.embedding.space.ServedSpace;

/** What the work on chunks is, for those who do it. The subjects of all its queues are chunks. */
public final class ChunkWork {

    /** Chunks that wait for their vector of the active space, where that is computed here. */
    public static final String LIVE = "embedding";

    /** As {@link #LIVE}, where a client's account computes it. */
    public static final String LIVE_REMOTE = "embedding-remote";

    /** Chunks that wait for their vector of the space that a migration fills, where that is computed here. */
    public static final String MIGRATION = "migration";

    /** As {@link #MIGRATION}, where a client's account computes it. */
    public static final String MIGRATION_REMOTE = "migration-remote";

    private ChunkWork() {}

    /** The queue of what the active space lacks. */
    public static String live(ServedSpace active) {
        return active.isLocal() ? LIVE : LIVE_REMOTE;
    }

    /** The queue of what the space that is being filled lacks. */
    public static String migration(ServedSpace building) {
        return building.isLocal() ? MIGRATION : MIGRATION_REMOTE;
    }

    public static boolean isMigration(String queue) {
        return queue.equals(MIGRATION) || queue.equals(MIGRATION_REMOTE);
    }

    /** What the model reads of a chunk. */
    public static String embeddedText(String context, String text) {
        return context.isEmpty() ? text : context + "\n\n" + text;
    }
}
