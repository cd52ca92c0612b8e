package dev.colophon.ai.local.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBatchesTests {

    @Test
    void keepsEveryBatchWithinItsBudget() {
        int[] lengths = IntStream.range(0, 500).map(i -> 3 + (i * 37) % 254).toArray();

        List<int[]> batches = TokenBatches.of(lengths);

        assertThat(batches).allSatisfy(batch -> assertThat(batch.length
                        * IntStream.of(batch).map(i -> lengths[i]).max().orElseThrow())
                .isLessThanOrEqualTo(TokenBatches.BUDGET));
        assertThat(batches.stream().flatMapToInt(IntStream::of).sorted().toArray())
                .isEqualTo(IntStream.range(0, 500).toArray());
    }

    @Test
    void leavesATextOfMoreThanHalfTheBudgetAlone() {
        assertThat(TokenBatches.of(new int[] {129, 5, 129})).hasSize(3);
    }

    @Test
    void makesNothingOfNothing() {
        assertThat(TokenBatches.of(new int[0])).isEmpty();
    }
}
