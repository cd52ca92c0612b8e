package dev.colophon.ai.embedding;

import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Divides a whole by weights into whole numbers that add up to it exactly (largest remainder, earlier first). */
final class Shares {

    private Shares() {}

    static long[] of(long whole, long[] weights) {
        long sum = Math.max(1, LongStream.of(weights).sum());
        long[] shares = new long[weights.length];
        long[] remainders = new long[weights.length];
        long given = 0;
        for (int i = 0; i < weights.length; i++) {
            long product = Math.multiplyExact(whole, weights[i]);
            shares[i] = product / sum;
            remainders[i] = product % sum;
            given += shares[i];
        }
        int[] byRemainder = IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> -remainders[i]).thenComparing(i -> i))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < whole - given && weights.length > 0; i++) {
            shares[byRemainder[i % weights.length]]++;
        }
        return shares;
    }
}
