package dev.colophon.etl.item;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of the items that an own connector sent.
 *
 * @param accepted captured, or known already
 * @param rejected the first of them, by line counted from 1
 * @param rejectedTotal all of them
 */
record SentItems(int accepted, List<Rejection> rejected, int rejectedTotal) {

    /** So many rejections are told one by one. */
    static final int TOLD = 1_000;

    static final SentItems NONE = new SentItems(0, List.of(), 0);

    /** A line, or an element of an array, that was not taken. */
    record Rejection(int line, String message) {}

    SentItems and(List<SentLine> lines) {
        List<Rejection> told = new ArrayList<>(rejected);
        int taken = accepted;
        int refused = rejectedTotal;
        for (SentLine line : lines) {
            String message = line.message();
            if (message == null) {
                taken++;
                continue;
            }
            refused++;
            if (told.size() < TOLD) {
                told.add(new Rejection(line.number(), message));
            }
        }
        return new SentItems(taken, told, refused);
    }
}
