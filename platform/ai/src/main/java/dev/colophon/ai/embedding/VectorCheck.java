package dev.colophon.ai.embedding;

import dev.colophon.ai.embedding.TextOutcome.Reason;
import dev.colophon.ai.embedding.TextOutcome.Rejected;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a vector may be handed out. Vectors of one call have to be comparable: where nobody says how many
 * dimensions they have, and of which model they are, the first one does. Thread-safe.
 */
final class VectorCheck {

    private final AtomicReference<@Nullable Integer> dimensions;
    private final AtomicReference<@Nullable String> model = new AtomicReference<>();

    /** @param dimensions that each vector must have; null for those of the first */
    VectorCheck(@Nullable Integer dimensions) {
        this.dimensions = new AtomicReference<>(dimensions);
    }

    /** @param served the model that the vector is of */
    Optional<Rejected> of(float[] vector, String served) {
        if (vector.length > 0) {
            dimensions.compareAndSet(null, vector.length);
        }
        Integer expected = dimensions.get();
        if (expected == null || vector.length != expected) {
            return rejected(
                    Reason.DIMENSION,
                    "the vector has " + vector.length + " dimensions"
                            + (expected == null ? "" : ", the model " + expected));
        }
        return numbers(vector).or(() -> model(served));
    }

    private static Optional<Rejected> numbers(float[] vector) {
        boolean infinite = false;
        double norm = 0;
        for (float number : vector) {
            if (Float.isNaN(number)) {
                return rejected(Reason.NAN, "the vector holds what is not a number");
            }
            infinite |= Float.isInfinite(number);
            norm += (double) number * number;
        }
        if (infinite) {
            return rejected(Reason.INFINITE, "the vector holds an infinite number");
        }
        return norm > 0 ? Optional.empty() : rejected(Reason.ZERO, "all numbers of the vector are zero");
    }

    private Optional<Rejected> model(String served) {
        model.compareAndSet(null, served);
        String first = model.get();
        return served.equals(first)
                ? Optional.empty()
                : rejected(Reason.MODEL, "the vector is of " + served + ", others of " + first);
    }

    private static Optional<Rejected> rejected(Reason reason, String message) {
        return Optional.of(new Rejected(reason, message));
    }
}
