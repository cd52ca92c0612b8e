package dev.colophon.embedding.connection;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Two passages of two items, and how near they are.
 *
 * @param score the cosine, to four digits: what is told is what is sorted by
 */
record NearPair(UUID item, UUID chunk, UUID otherItem, UUID otherChunk, double score) {

    /** Nearest first; what is equally near by ids, so that the order is the same every time. */
    static final Comparator<NearPair> ORDER = Comparator.comparingDouble(NearPair::score)
            .reversed()
            .thenComparing(NearPair::item)
            .thenComparing(NearPair::otherItem);

    static NearPair of(UUID item, UUID chunk, UUID otherItem, UUID otherChunk, double cosine) {
        return new NearPair(item, chunk, otherItem, otherChunk, Math.round(cosine * 1e4) / 1e4);
    }

    /** Each two items once, by their nearest passages, and each item, on either side, at most {@code perItem} times. */
    static List<NearPair> distinct(Collection<NearPair> pairs, int perItem) {
        Map<List<UUID>, NearPair> best = new HashMap<>();
        for (NearPair pair : pairs) {
            best.merge(List.of(pair.item, pair.otherItem), pair, (a, b) -> ORDER.compare(a, b) <= 0 ? a : b);
        }
        Map<UUID, Integer> used = new HashMap<>();
        List<NearPair> kept = new ArrayList<>();
        best.values().stream().sorted(ORDER).forEach(pair -> {
            boolean room = used.getOrDefault(pair.item, 0) < perItem && used.getOrDefault(pair.otherItem, 0) < perItem;
            if (room) {
                used.merge(pair.item, 1, Integer::sum);
                used.merge(pair.otherItem, 1, Integer::sum);
                kept.add(pair);
            }
        });
        return kept;
    }

    boolean isAfter(double otherScore, UUID otherFirst, UUID otherSecond) {
        return ORDER.compare(new NearPair(otherFirst, chunk, otherSecond, otherChunk, otherScore), this) < 0;
    }
}
