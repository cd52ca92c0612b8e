package dev.colophon.embedding.work;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How much to claim: as many tokens as take about as long as a batch should at the speed measured lately, and no more
 * chunks than half of the memory that is left holds.
 */
final class BatchSize {

    private static final double WEIGHT_OF_LATEST = 0.4;

    /** What is claimed while no speed is known. */
    private static final int FIRST_TOKENS = 8_000;

    /** A claim's bounds. */
    record Bounds(int chunks, long tokens) {}

    private final int min;
    private final int max;
    private final long bytesPerChunk;
    private final LongSupplier bytesLeft;
    private final double seconds;
    private double tokensPerSecond;

    /** @param bytesLeft of the heap */
    BatchSize(int min, int max, long bytesPerChunk, LongSupplier bytesLeft, Duration batchDuration) {
        this.min = min;
        this.max = max;
        this.bytesPerChunk = bytesPerChunk;
        this.bytesLeft = bytesLeft;
        this.seconds = batchDuration.toMillis() / 1_000.0;
    }

    synchronized Bounds next() {
        return new Bounds(
                chunks(), tokensPerSecond == 0 ? FIRST_TOKENS : (long) Math.max(1, tokensPerSecond * seconds));
    }

    /** By memory alone. */
    int chunks() {
        long fitting = bytesLeft.getAsLong() / 2 / bytesPerChunk;
        return (int) Math.max(min, Math.min(max, fitting));
    }

    /** Small batches say little about speed. */
    synchronized void took(int chunks, long tokens, Duration duration) {
        if (chunks >= min && tokens > 0 && !duration.isZero()) {
            double latest = tokens * 1e9 / duration.toNanos();
            tokensPerSecond =
                    tokensPerSecond == 0 ? latest : tokensPerSecond + WEIGHT_OF_LATEST * (latest - tokensPerSecond);
        }
    }
}
