package dev.colophon.embedding.chunk;

/** What the work on chunks is, for those who do it. */
public final class ChunkWork {

    /** The queue whose subjects are chunks that wait for their vectors. */
    public static final String QUEUE = "embed";

    private ChunkWork() {}

    /** What the model reads of a chunk. */
    public static String embeddedText(String context, String text) {
        return context.isEmpty() ? text : context + "\n\n" + text;
    }
}
