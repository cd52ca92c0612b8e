package dev.colophon.ai.embedding;

import dev.colophon.ai.embedding.TextOutcome.Reason;
import dev.colophon.ai.embedding.TextOutcome.Rejected;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a vector may be stored. */
final class VectorCheck {

    private VectorCheck() {}

    /** @param dimensions that the vector must have; null for any number but none */
    static Optional<Rejected> of(float[] vector, @Nullable Integer dimensions) {
        if (vector.length == 0 || (dimensions != null && vector.length != dimensions)) {
            return Optional.of(new Rejected(
                    Reason.DIMENSION,
                    "the vector has " + vector.length + " dimensions"
                            + (dimensions == null ? "" : ", the model " + dimensions)));
        }
        double norm = 0;
        for (float number : vector) {
            if (!Float.isFinite(number)) {
                return Optional.of(new Rejected(Reason.NOT_FINITE, "the vector holds what is no finite number"));
            }
            norm += (double) number * number;
        }
        return norm > 0
                ? Optional.empty()
                : Optional.of(new Rejected(Reason.ZERO, "all numbers of the vector are zero"));
    }
}
