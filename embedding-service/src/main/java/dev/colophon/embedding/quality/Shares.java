package dev.colophon.embedding.quality;

/** Parts of wholes. */
final class Shares {

    private Shares() {}

    /** From 0 to 1, to six digits; 0 of nothing. */
    static double of(long part, long whole) {
        return whole == 0 ? 0 : rounded((double) part / whole);
    }

    static double rounded(double value) {
        return Math.round(value * 1e6) / 1e6;
    }
}
