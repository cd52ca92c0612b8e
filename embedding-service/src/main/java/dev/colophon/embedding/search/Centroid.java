package dev.colophon.embedding.search;

import java.util.List;

/** The direction that vectors have in common. */
final class Centroid {

    private Centroid() {}

    /** The mean of vectors of equal dimension, of length 1. */
    static float[] of(List<float[]> vectors) {
        double[] sum = new double[vectors.get(0).length];
        for (float[] vector : vectors) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += vector[i];
            }
        }
        double square = 0;
        for (double value : sum) {
            square += value * value;
        }
        double length = square == 0 ? 1 : Math.sqrt(square);
        float[] mean = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            mean[i] = (float) (sum[i] / length);
        }
        return mean;
    }
}
