package dev.colophon.embedding.work;

import dev.colophon.ai.spend.BudgetExceededException.Numbers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of a pending chunk. */
sealed interface Outcome {

    PendingChunk chunk();

    /** The outcome of another chunk with the same text, which nothing was computed for. */
    Outcome alsoOf(PendingChunk other);

    /** @param tokens that the model read for it; 0 where the vector was known */
    record Embedded(PendingChunk chunk, float[] vector, int tokens, boolean cached) implements Outcome {

        @Override
        public Outcome alsoOf(PendingChunk other) {
            return new Embedded(other, vector, 0, true);
        }
    }

    /**
     * It was tried, and has no vector.
     *
     * @param reason what the embedder said, without the text
     * @param hopeless whether another try would give the same
     */
    record Failed(PendingChunk chunk, String reason, boolean hopeless) implements Outcome {

        @Override
        public Outcome alsoOf(PendingChunk other) {
            return new Failed(other, reason, hopeless);
        }
    }

    /**
     * It was not tried, through no fault of its own, and waits.
     *
     * @param limit that was in the way, where it was one
     */
    record Postponed(
            PendingChunk chunk,
            Pause cause,
            Duration pause,
            @Nullable Numbers limit) implements Outcome {

        @Override
        public Outcome alsoOf(PendingChunk other) {
            return new Postponed(other, cause, pause, limit);
        }
    }

    /** Why work of a client waits without an attempt spent. */
    enum Pause {
        /** The provider asked to wait, or gave no answer. */
        PROVIDER,
        /** A hard limit would be crossed. */
        OVER_BUDGET,
        /** No price is known and the client refuses what cannot be priced. */
        UNPRICED,
        /** No active integration serves the model. */
        NO_INTEGRATION,
        /** The migration is paused. */
        HELD
    }
}
