package dev.colophon.embedding.work;

import java.util.Optional;

/** What a vector must be before it is stored or searched with. */
public final class Vectors {

    private static final float SHORTEST = 1e-6f;
    private static final double NEARLY_ONE = 1e-5;

    private Vectors() {}

    /** Why a vector is of no use in a space of so many dimensions; empty where it is of use. */
    static Optional<String> fault(float[] vector, int dimensions) {
        if (vector.length != dimensions) {
            return Optional.of("vector has " + vector.length + " dimensions, not " + dimensions);
        }
        double square = square(vector);
        if (!Double.isFinite(square)) {
            return Optional.of("vector is not finite");
        }
        return square < SHORTEST ? Optional.of("vector is zero") : Optional.empty();
    }

    /** The same direction, of length 1. */
    public static float[] ofLengthOne(float[] vector) {
        double length = Math.sqrt(square(vector));
        if (Math.abs(length - 1) < NEARLY_ONE) {
            return vector;
        }
        float[] scaled = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            scaled[i] = (float) (vector[i] / length);
        }
        return scaled;
    }

    private static double square(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        return square;
    }
}
