package dev.colophon.embedding.work;

import java.time.Duration;

/** How many chunks to claim, so that a batch takes about as long as it should at the speed measured lately. */
final class BatchSize {

    private static final double WEIGHT_OF_LATEST = 0.4;

    private final int min;
    private final int max;
    private final double seconds;
    private double perSecond;

    BatchSize(int min, int max, Duration batchDuration) {
        this.min = min;
        this.max = max;
        this.seconds = batchDuration.toMillis() / 1_000.0;
    }

    synchronized int next() {
        return perSecond == 0
                ? Math.min(max, Math.max(min, 64))
                : (int) Math.max(min, Math.min(max, perSecond * seconds));
    }

    /** Small batches say little about speed. */
    synchronized void took(int chunks, Duration duration) {
        if (chunks >= min && !duration.isZero()) {
            double latest = chunks * 1e9 / duration.toNanos();
            perSecond = perSecond == 0 ? latest : perSecond + WEIGHT_OF_LATEST * (latest - perSecond);
        }
    }
}
