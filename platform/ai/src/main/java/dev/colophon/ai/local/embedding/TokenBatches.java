package dev.colophon.ai.local.embedding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Packs texts into batches that waste little padding: sorted by length, each batch at most {@value #BUDGET} tokens with
 * padding, a text of more than half of that alone. Small batches keep both cores' caches warm; measured in {@code
 * deploy/benchmarks}.
 */
final class TokenBatches {

    static final int BUDGET = 256;

    private TokenBatches() {}

    /** Indices of {@code lengths}, longest texts first so that no long one is left for the end. */
    static List<int[]> of(int[] lengths) {
        List<Integer> longestFirst = IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer index) -> lengths[index])
                        .reversed())
                .toList();
        List<int[]> batches = new ArrayList<>();
        for (int from = 0; from < longestFirst.size(); ) {
            int longest = lengths[longestFirst.get(from)];
            int to = Math.min(longestFirst.size(), from + Math.max(1, BUDGET / Math.max(1, longest)));
            batches.add(longestFirst.subList(from, to).stream()
                    .mapToInt(Integer::intValue)
                    .toArray());
            from = to;
        }
        return batches;
    }
}
