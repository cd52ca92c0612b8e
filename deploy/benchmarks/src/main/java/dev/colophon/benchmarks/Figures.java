package dev.colophon.benchmarks;

import java.util.List;

/** Medians and percentiles of a few measurements. */
public final class Figures {

    private Figures() {}

    public static double median(List<Double> values) {
        return percentile(values, 50);
    }

    /** By nearest rank, which is one of the values. */
    public static double percentile(List<Double> values, double percent) {
        List<Double> sorted = values.stream().sorted().toList();
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(1, rank) - 1);
    }

    public static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    public static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
