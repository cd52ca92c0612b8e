package dev.colophon.embedding.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConnectionRulesTests {

    private final UUID a = new UUID(0, 1);
    private final UUID b = new UUID(0, 2);
    private final UUID x = new UUID(1, 1);
    private final UUID y = new UUID(1, 2);

    @Test
    void keepsEachTwoItemsOnceByTheirNearestPassages() {
        List<NearPair> pairs = NearPair.distinct(List.of(pair(a, x, 0.7), pair(a, x, 0.9), pair(b, x, 0.8)), 3);

        assertThat(pairs).extracting(NearPair::score).containsExactly(0.9, 0.8);
    }

    @Test
    void letsNoItemFillTheList() {
        assertThat(NearPair.distinct(List.of(pair(a, x, 0.9), pair(a, y, 0.8), pair(b, y, 0.7)), 1))
                .extracting(NearPair::item)
                .containsExactly(a, b);
    }

    @Test
    void goesOnWhereAPageEnded() {
        List<NearPair> pairs =
                NearPair.distinct(List.of(pair(a, x, 0.9), pair(a, y, 0.9), pair(b, x, 0.9), pair(b, y, 0.5)), 9);

        for (int read = 1; read < pairs.size(); read++) {
            NearPair last = pairs.get(read - 1);
            assertThat(pairs.stream().filter(pair -> pair.isAfter(last.score(), last.item(), last.otherItem())))
                    .containsExactlyElementsOf(pairs.subList(read, pairs.size()));
        }
    }

    @Test
    void namesWhatTwoPassagesShareAndOthersDoNot() {
        List<String> passages = List.of(
                "The consumer of KafkaListener stops polling after a rebalance",
                "After each rebalance the KafkaListener consumer is lost",
                "A consumer of bread",
                "A consumer of milk");

        assertThat(new SharedTerms(passages).of(passages.get(0), passages.get(1)))
                .containsExactly("KafkaListener", "rebalance", "consumer");
        assertThat(new SharedTerms(passages).of("one", "two")).isEmpty();
    }

    @Test
    void saysWhy() {
        assertThat(Reasons.of(0.7, List.of("kafka"), List.of("rebalance", "pause", "poll"), "one", "two"))
                .isEqualTo("Both speak of rebalance, pause and poll; their projects share the tag kafka:"
                        + " “one” and “two”");
        assertThat(Reasons.of(0.6, List.of(), List.of(), "one", "two"))
                .isEqualTo("Both are close in meaning: “one” and “two”");
        assertThat(Reasons.of(0.99, List.of("a", "b"), List.of("x"), "one", "word ".repeat(50)))
                .startsWith("Both say nearly the same; their projects share the tags a and b")
                .endsWith("word…”");
    }

    private static NearPair pair(UUID item, UUID other, double score) {
        return NearPair.of(item, UUID.randomUUID(), other, UUID.randomUUID(), score);
    }
}
