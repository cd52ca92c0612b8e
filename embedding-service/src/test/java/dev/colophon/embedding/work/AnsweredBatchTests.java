package dev.colophon.embedding.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.ai.embedding.Embeddings;
import dev.colophon.ai.embedding.TextOutcome;
import dev.colophon.ai.embedding.TextOutcome.Embedded;
import dev.colophon.ai.embedding.TextOutcome.OverBudget;
import dev.colophon.ai.embedding.TextOutcome.Reason;
import dev.colophon.ai.embedding.TextOutcome.Rejected;
import dev.colophon.ai.embedding.TextOutcome.Skipped;
import dev.colophon.ai.embedding.TextOutcome.Unpriced;
import dev.colophon.ai.embedding.TextOutcome.Unserved;
import dev.colophon.ai.spend.BudgetExceededException.Numbers;
import dev.colophon.embedding.work.Outcome.Pause;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AnsweredBatchTests {

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final UUID client = UUID.randomUUID();
    private final AnsweredBatch answered = new AnsweredBatch(SHORT, LONG);

    @Test
    void bringsVectorsToLengthOneAndGivesThemToEqualTexts() {
        PendingChunk one = Chunks.pending(client, "a");
        PendingChunk same = Chunks.pending(client, "a");

        List<Outcome> outcomes = answered.of(
                List.of(one, same), List.of(one), answer(new Embedded(new float[] {3, 4}, "served", 7, false)));

        Outcome.Embedded first = (Outcome.Embedded) outcomes.get(0);
        Outcome.Embedded second = (Outcome.Embedded) outcomes.get(1);
        assertThat(first.vector()).containsExactly(0.6f, 0.8f);
        assertThat(first.tokens()).isEqualTo(7);
        assertThat(second.cached()).isTrue();
        assertThat(second.tokens()).isZero();
    }

    @Test
    void failsForGoodWhatIsRefusedForWhatItSays() {
        assertThat(of(new Rejected(Reason.REFUSED, "the provider refuses this text")))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.hopeless()).isTrue();
                    assertThat(failed.reason()).isEqualTo("the provider refuses this text");
                });
        assertThat(of(new Rejected(Reason.NAN, "nan")))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.hopeless())
                        .isFalse());
        assertThat(of(new Embedded(new float[] {1, 2, 3}, "served", 7, false)))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> assertThat(failed.reason())
                        .isEqualTo("vector has 3 dimensions, not 2"));
    }

    @Test
    void letsWaitWhatWasNotServed() {
        assertPause(new Unserved("busy", true, Duration.ofSeconds(7)), Pause.PROVIDER, Duration.ofSeconds(7));
        assertPause(new Unserved("away", true, null), Pause.PROVIDER, SHORT);
        assertPause(new Unserved("no such key", false, null), Pause.PROVIDER, LONG);
        assertPause(new Skipped(), Pause.PROVIDER, SHORT);
        assertPause(new Unpriced("unknown"), Pause.UNPRICED, LONG);
        assertPause(
                new OverBudget(new Numbers(null, null, null, null, "day", "client"), true), Pause.OVER_BUDGET, LONG);
    }

    private void assertPause(TextOutcome outcome, Pause cause, Duration pause) {
        assertThat(of(outcome)).isInstanceOfSatisfying(Outcome.Postponed.class, postponed -> {
            assertThat(postponed.cause()).isEqualTo(cause);
            assertThat(postponed.pause()).isEqualTo(pause);
        });
    }

    private Outcome of(TextOutcome outcome) {
        PendingChunk chunk = Chunks.pending(client, "a");
        return answered.of(List.of(chunk), List.of(chunk), answer(outcome)).get(0);
    }

    private static Embeddings answer(TextOutcome outcome) {
        return new Embeddings(UUID.randomUUID(), List.of(outcome), List.of());
    }
}
