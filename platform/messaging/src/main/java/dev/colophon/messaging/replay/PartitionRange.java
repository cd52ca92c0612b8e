package dev.colophon.messaging.replay;

/**
 * What of a partition is replayed, and how far it is.
 *
 * @param to exclusive
 * @param position the offset that is next; exact, whatever crashes
 */
public record PartitionRange(int partition, long from, long to, long position) {

    public boolean isRead() {
        return position >= to;
    }

    public long length() {
        return to - from;
    }

    public long done() {
        return Math.min(position, to) - from;
    }
}
