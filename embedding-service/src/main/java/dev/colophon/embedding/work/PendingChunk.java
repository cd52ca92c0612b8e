package dev.colophon.embedding.work;

import dev.colophon.embedding.space.ServedSpace;
import dev.colophon.persistence.work.WorkItem;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A claimed chunk with what the model shall read.
 *
 * @param tokens as the chunker counted them
 * @param target the space that lacks its vector
 * @param anewIn the replay that has texts embedded although their vectors are kept, where one caused this
 * @param known the vector that this client's same text has already in that space
 */
record PendingChunk(
        WorkItem work,
        UUID itemId,
        UUID projectId,
        String text,
        String contentHash,
        int tokens,
        ServedSpace target,
        @Nullable UUID anewIn,
        float @Nullable [] known) {

    UUID id() {
        return work.subjectId();
    }

    UUID clientId() {
        return work.clientId();
    }

    PendingChunk knownAs(float @Nullable [] vector) {
        return new PendingChunk(work, itemId, projectId, text, contentHash, tokens, target, anewIn, vector);
    }

    /** Equal texts of one client need one vector in a space. */
    String sameText() {
        return clientId() + "/" + target.model() + "/" + contentHash;
    }
}
