package dev.colophon.etl.item;

import java.util.function.Predicate;

/** Says where one transaction's share of lines ends: after so many, or before they weigh too much. For one stream. */
final class SentBatches implements Predicate<SentLine> {

    static final int LINES = 100;
    private static final int WEIGHT = 2 << 20;

    private int lines;
    private long weight;

    /** Whether {@code line} is the last of its batch. */
    @Override
    public boolean test(SentLine line) {
        lines++;
        weight += line.weight();
        boolean full = lines >= LINES || weight >= WEIGHT;
        if (full) {
            lines = 0;
            weight = 0;
        }
        return full;
    }
}
