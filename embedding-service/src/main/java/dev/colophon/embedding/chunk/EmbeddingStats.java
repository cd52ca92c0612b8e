package dev.colophon.embedding.chunk;

import dev.colophon.embedding.chunk.StatsStore.ModelStats;
import java.util.List;

/**
 * How far the items of a client or of a project have come.
 *
 * @param chunks under the model that searches use
 * @param completionRate completed chunks of all, from 0 to 1; 1 where there is nothing to do
 */
record EmbeddingStats(long items, Counts chunks, double completionRate, List<ByModel> byModel) {

    /** @param models the active one first, then the one that a migration fills */
    static EmbeddingStats of(long items, List<ModelStats> models) {
        ModelStats active = models.get(0);
        Counts all = Counts.of(active.completed(), active.pending(), active.failed());
        double rate = all.total() == 0 ? 1 : Math.floor(all.completed() * 1e4 / all.total()) / 1e4;
        List<ByModel> byModel = models.stream()
                .map(model ->
                        new ByModel(model.model(), model.total(), model.completed(), model.pending(), model.failed()))
                .toList();
        return new EmbeddingStats(items, all, rate, byModel);
    }

    /** Chunks by state. */
    record Counts(long total, long completed, long pending, long failed) {

        static Counts of(long completed, long pending, long failed) {
            return new Counts(completed + pending + failed, completed, pending, failed);
        }
    }

    /** The chunks of one model by state. */
    record ByModel(String model, long total, long completed, long pending, long failed) {}
}
