package dev.colophon.embedding.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.embedding.vector.ScoredChunk;
import java.util.List;
import java.util.UUID;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RankingTests {

    private final UUID a = UUID.randomUUID();
    private final UUID b = UUID.randomUUID();
    private final UUID c = UUID.randomUUID();

    @Test
    void showsEachItemOnceByItsBestChunk() {
        ScoredChunk best = chunk(a, 0.9f);
        List<RankedItem> items = Ranking.byItem(List.of(best, chunk(b, 0.8f), chunk(a, 0.7f)));

        assertThat(items).extracting(RankedItem::itemId).containsExactly(a, b);
        assertThat(items.get(0).chunkId()).isEqualTo(best.chunkId());
    }

    @Test
    void putsWhatBothFindBeforeWhatOneFinds() {
        List<RankedItem> fused = Ranking.fused(items(b, a, c), items(a, b), 0.5);

        assertThat(fused).extracting(RankedItem::itemId).containsExactly(b, a, c);
        assertThat(Ranking.fused(items(a), items(a), 1.5).get(0).score()).isCloseTo(1, Offset.offset(1e-9));
    }

    @Test
    void keepsTheFirstByMeaningFirstUnlessWordsPutItFarBehind() {
        List<RankedItem> byMeaning = items(a, b, c);

        assertThat(Ranking.fused(byMeaning, items(b, a), 0.25).get(0).itemId()).isEqualTo(a);
        assertThat(Ranking.fused(byMeaning, items(c, b), 0.25).get(0).itemId()).isEqualTo(a);
        assertThat(Ranking.fused(byMeaning, items(b, c, a), 1).get(0).itemId()).isEqualTo(b);
    }

    @Test
    void keepsARankingThatIsAlone() {
        assertThat(Ranking.fused(items(a, b, c), List.of(), 1))
                .extracting(RankedItem::itemId)
                .containsExactly(a, b, c);
        assertThat(Ranking.fused(List.of(), items(c, a), 1))
                .extracting(RankedItem::itemId)
                .containsExactly(c, a);
    }

    @Test
    void letsWordsDecideWhereTheQueryNamesSomething() {
        for (String name : List.of(
                "LANG-1408", "max.poll.records", "KafkaTemplate send", "commit d15939ef4", "the NPE in toString")) {
            assertThat(Ranking.weightOfWords(name)).as(name).isEqualTo(1.5);
        }
        assertThat(Ranking.weightOfWords("retry topics")).isEqualTo(1);
        assertThat(Ranking.weightOfWords("Why is the consumer paused, and for how long?"))
                .isEqualTo(0.25);
        assertThat(Ranking.weightOfWords("The KafkaConsumer stays paused for ever after a rebalance of its group"))
                .isEqualTo(0.25);
        assertThat(Ranking.fused(items(b), items(a), 1.5).get(0).itemId()).isEqualTo(a);
    }

    @Test
    void showsTheSentencesThatAnswer() {
        String text = "The first sentence is about something else altogether. ".repeat(6)
                + "The lease is prolonged while the batch is computed. "
                + "A last sentence follows, which says nothing of interest to anybody. ".repeat(6);

        String snippet = Snippets.text("prolonging leases of a batch", text);

        assertThat(snippet)
                .contains("The lease is prolonged")
                .startsWith("…")
                .endsWith("…")
                .hasSizeLessThan(300);
        assertThat(Snippets.text("nothing", "A short\n  text.")).isEqualTo("A short text.");
        assertThat(Snippets.text("", "\ud83d\ude00".repeat(500))).doesNotContain("\ufffd");
    }

    @Test
    void findsTheDirectionThatVectorsHaveInCommon() {
        assertThat(Centroid.of(List.of(new float[] {1, 0}, new float[] {0, 1})))
                .containsExactly(new float[] {0.70710677f, 0.70710677f}, Offset.offset(1e-6f));
    }

    private static ScoredChunk chunk(UUID item, float score) {
        return new ScoredChunk(UUID.randomUUID(), item, UUID.randomUUID(), score);
    }

    private static List<RankedItem> items(UUID... ids) {
        return List.of(ids).stream()
                .map(id -> new RankedItem(id, UUID.randomUUID(), 1))
                .toList();
    }
}
