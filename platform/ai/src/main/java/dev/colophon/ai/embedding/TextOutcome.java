package dev.colophon.ai.embedding;

import dev.colophon.ai.spend.BudgetExceededException.Numbers;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of one text. */
public sealed interface TextOutcome {

    /** Why a text has no vector though the provider was reached. */
    enum Reason {
        /** The provider refuses this text, whatever it is sent together with. */
        REFUSED,
        /** The answer held fewer vectors than texts were sent. */
        FEWER_VECTORS,
        /** The answer held more vectors than texts were sent. */
        MORE_VECTORS,
        /** Two vectors have the same index, or one has that of no text. */
        INDEX,
        /** A vector is neither numbers nor base64. */
        ENCODING,
        /** The vector has another number of dimensions than the model's. */
        DIMENSION,
        /** The vector is of another model than those of the same call. */
        MODEL,
        /** The vector holds NaN, or what is no number at all. */
        NAN,
        /** The vector holds an infinity. */
        INFINITE,
        /** All of the vector's numbers are zero: it is similar to nothing. */
        ZERO;

        /** The reason as written in metrics and errors. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * It has a vector that was checked.
     *
     * @param model that served
     * @param tokens its share of the batch's tokens; the shares of a batch add up to what the batch took
     * @param estimated whether the batch's tokens were counted here
     */
    record Embedded(float[] vector, String model, long tokens, boolean estimated) implements TextOutcome {}

    /** It has none, and asking again would give the same or is not worth it now. */
    record Rejected(Reason reason, String message) implements TextOutcome {}

    /**
     * It was not served, for no fault of its own.
     *
     * @param retriable whether the same may succeed later
     * @param retryAfter when, where the provider said so
     */
    record Unserved(
            String message, boolean retriable, @Nullable Duration retryAfter) implements TextOutcome {}

    /** It was not sent, because no price is known and the client refuses what cannot be priced. */
    record Unpriced(String message) implements TextOutcome {}

    /**
     * It was not sent, because that would have gone over a hard limit.
     *
     * @param degrade whether the client wants local models to serve then
     */
    record OverBudget(Numbers numbers, boolean degrade) implements TextOutcome {}

    /** It was not sent, because the call had failed by then. */
    record Skipped() implements TextOutcome {}
}
