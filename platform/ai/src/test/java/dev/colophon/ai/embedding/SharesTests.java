package dev.colophon.ai.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SharesTests {

    @Test
    void addUpToTheWhole() {
        assertThat(Shares.of(10, new long[] {1, 1, 1})).containsExactly(4, 3, 3);
        assertThat(Shares.of(7, new long[] {5, 2})).containsExactly(5, 2);
        assertThat(Shares.of(0, new long[] {5, 2})).containsExactly(0, 0);
        for (long whole = 0; whole < 100; whole++) {
            assertThat(LongStream.of(Shares.of(whole, new long[] {3, 1, 4, 1, 5, 9, 2}))
                            .sum())
                    .isEqualTo(whole);
        }
    }

    @Test
    void cutsBatchesByTextsAndByTokens() {
        List<Text> texts = IntStream.of(1, 1, 8, 20, 1)
                .mapToObj(tokens -> new Text(0, "", tokens))
                .toList();

        assertThat(new Batches(2, 100).cut(texts)).extracting(List::size).containsExactly(2, 2, 1);
        assertThat(new Batches(9, 10).cut(texts)).extracting(List::size).containsExactly(3, 1, 1);
    }
}
