package dev.colophon.embedding.vector.lucene;

import dev.colophon.embedding.vector.IndexPosition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.lucene.index.IndexWriter;

/** What a commit says of itself: which database it follows, how far, and in which format. */
final class LuceneCommit {

    /** Changes whenever documents look different; an index of another format is made anew. */
    private static final String FORMAT = "2";

    private LuceneCommit() {}

    /** For the next commit. */
    static void describe(IndexWriter writer, UUID source, IndexPosition position) {
        writer.setLiveCommitData(Map.of(
                        "format", FORMAT,
                        "source", source.toString(),
                        "transaction", Long.toString(position.transaction()),
                        "chunk", position.chunkId().toString())
                .entrySet());
    }

    /** Where the last commit stands; empty where it follows another database or has another format. */
    static Optional<IndexPosition> positionOf(IndexWriter writer, UUID source) {
        Map<String, String> committed = new HashMap<>();
        Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
        if (data != null) {
            data.forEach(entry -> committed.put(entry.getKey(), entry.getValue()));
        }
        boolean fits =
                FORMAT.equals(committed.get("format")) && source.toString().equals(committed.get("source"));
        return fits
                ? Optional.of(new IndexPosition(
                        Long.parseLong(committed.getOrDefault("transaction", "0")),
                        UUID.fromString(committed.getOrDefault("chunk", "" + IndexPosition.START.chunkId()))))
                : Optional.empty();
    }
}
