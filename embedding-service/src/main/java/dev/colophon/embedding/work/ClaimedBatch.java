package dev.colophon.embedding.work;

import dev.colophon.persistence.work.WorkItem;
import java.util.List;

/**
 * Work under a lease.
 *
 * @param pending to be embedded
 * @param obsolete about chunks that are gone or done: only the work itself is to be completed
 */
record ClaimedBatch(List<PendingChunk> pending, List<WorkItem> obsolete) {

    static final ClaimedBatch NONE = new ClaimedBatch(List.of(), List.of());

    boolean isEmpty() {
        return pending.isEmpty() && obsolete.isEmpty();
    }

    int size() {
        return pending.size() + obsolete.size();
    }
}
