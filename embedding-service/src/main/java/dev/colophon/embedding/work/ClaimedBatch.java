package dev.colophon.embedding.work;

import dev.colophon.persistence.work.WorkItem;
import java.util.ArrayList;
import java.util.List;

/**
 * Work under a lease.
 *
 * @param pending to be embedded; entered as in flight
 * @param obsolete about chunks that are gone or done: only the work itself is to be completed
 * @param twins whose texts another batch is at
 * @param held of migrations that are paused
 * @param misplaced in the queue of another lane, because the client's space has changed
 */
record ClaimedBatch(
        List<PendingChunk> pending,
        List<WorkItem> obsolete,
        List<WorkItem> twins,
        List<WorkItem> held,
        List<WorkItem> misplaced) {

    static final ClaimedBatch NONE = new ClaimedBatch(List.of(), List.of(), List.of(), List.of(), List.of());

    ClaimedBatch and(ClaimedBatch other) {
        return new ClaimedBatch(
                joined(pending, other.pending),
                joined(obsolete, other.obsolete),
                joined(twins, other.twins),
                joined(held, other.held),
                joined(misplaced, other.misplaced));
    }

    boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        return pending.size() + obsolete.size() + twins.size() + held.size() + misplaced.size();
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        List<T> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
