package dev.colophon.embedding.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Changes that follow each other and are of one client.
 *
 * @param after where an index must be to take them in
 * @param upTo where it is then
 */
public record ChangedChunks(UUID clientId, List<UUID> chunkIds, IndexPosition after, IndexPosition upTo) {

    /** Cuts changes wherever the client changes. */
    public static List<ChangedChunks> runs(IndexPosition after, List<VectorChange> changes) {
        List<ChangedChunks> runs = new ArrayList<>();
        IndexPosition start = after;
        int first = 0;
        for (int next = 1; next <= changes.size(); next++) {
            UUID client = changes.get(first).clientId();
            if (next == changes.size() || !changes.get(next).clientId().equals(client)) {
                List<VectorChange> run = changes.subList(first, next);
                IndexPosition end = run.get(run.size() - 1).position();
                runs.add(new ChangedChunks(
                        client, run.stream().map(VectorChange::chunkId).toList(), start, end));
                start = end;
                first = next;
            }
        }
        return runs;
    }
}
