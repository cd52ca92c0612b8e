package dev.colophon.embedding.quality;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts vectors as they pass, and keeps none. Mean and deviation of their lengths are Welford's running ones, over the
 * vectors that have a length: those without a number in them that is none, zero vectors included.
 */
final class VectorTally {

    private final Map<Integer, Long> byDimensions = new TreeMap<>();
    private long vectors;
    private long zero;
    private long notFinite;
    private double mean;
    private double squares;
    private double shortest = Double.POSITIVE_INFINITY;
    private double longest;

    /** @param bytes 32-bit floats, little endian */
    void add(ByteBuffer bytes) {
        ByteBuffer floats = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int dimensions = floats.remaining() / Float.BYTES;
        double square = 0;
        while (floats.remaining() >= Float.BYTES) {
            double value = floats.getFloat();
            square += value * value;
        }
        vectors++;
        byDimensions.merge(dimensions, 1L, Long::sum);
        if (Double.isFinite(square)) {
            addLength(Math.sqrt(square));
        } else {
            notFinite++;
        }
    }

    private void addLength(double length) {
        if (length == 0) {
            zero++;
        }
        long measured = vectors - notFinite;
        double off = length - mean;
        mean += off / measured;
        squares += off * (length - mean);
        shortest = Math.min(shortest, length);
        longest = Math.max(longest, length);
    }

    long vectors() {
        return vectors;
    }

    long zero() {
        return zero;
    }

    long notFinite() {
        return notFinite;
    }

    /** What most of the vectors have; 0 where there is none. */
    int dimensions() {
        return byDimensions.entrySet().stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse(0);
    }

    /** How many vectors have other dimensions than most. */
    long ofOtherDimensions() {
        return vectors - byDimensions.getOrDefault(dimensions(), 0L);
    }

    /** Of the lengths of the vectors that have one. */
    Magnitude magnitude() {
        long measured = vectors - notFinite;
        return measured == 0
                ? new Magnitude(0, 0, 0, 0)
                : new Magnitude(
                        Shares.rounded(mean),
                        Shares.rounded(Math.sqrt(squares / measured)),
                        Shares.rounded(shortest),
                        Shares.rounded(longest));
    }

    /** Lengths of vectors. */
    record Magnitude(double mean, double deviation, double least, double most) {}
}
