package dev.colophon.embedding.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.embedding.vector.ScoredChunk;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DepthTests {

    private final List<Integer> asked = new ArrayList<>();

    @Test
    void looksDeeperWhereOneItemHasTheBestChunks() {
        UUID large = UUID.randomUUID();
        List<ScoredChunk> chunks = IntStream.range(0, 1_000)
                .mapToObj(i -> new ScoredChunk(
                        UUID.randomUUID(), i < 900 ? large : UUID.randomUUID(), UUID.randomUUID(), 1f / (i + 1)))
                .toList();

        List<RankedItem> found = Depth.enoughFor(20, depth -> first(chunks, depth), Ranking::byItem);

        assertThat(found).hasSizeGreaterThanOrEqualTo(20);
        assertThat(asked).containsExactly(100, 400, 1_600);
    }

    @Test
    void looksOnceWhereThereIsNoMore() {
        assertThat(Depth.enoughFor(20, depth -> first(List.of(), depth), Ranking::byItem))
                .isEmpty();
        assertThat(asked).containsExactly(100);
    }

    private List<ScoredChunk> first(List<ScoredChunk> chunks, int depth) {
        asked.add(depth);
        return chunks.subList(0, Math.min(depth, chunks.size()));
    }
}
