package dev.colophon.embedding.vector.pgvector;

import dev.colophon.embedding.vector.IndexedChunk;
import dev.colophon.embedding.vector.SearchScope;
import dev.colophon.embedding.vector.WordsAnalyzer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.ObjIntConsumer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * Words as the database's index keeps them: 64-bit hashes of client, model and word, so that a list in the index is of one
 * client only. The words are the same as Lucene's.
 */
final class WordHashes {

    /** How often a word of the text counts, and one of title and headings. */
    static final int IN_TEXT = 2;

    private static final int IN_CONTEXT = 3;

    private static final int MAX_QUERY_CHARACTERS = 1_000;

    /** As for Lucene: an identifier says more than the sum of its parts. */
    private static final double WHOLE_BOOST = 2;

    private final WordsAnalyzer parts = WordsAnalyzer.withParts();
    private final WordsAnalyzer wholes = WordsAnalyzer.wholeOnly();

    /**
     * A chunk's words.
     *
     * @param frequencies by hash, weighted by where the word is
     * @param length of all words, weighted
     */
    record ChunkWords(Map<Long, Integer> frequencies, int length) {}

    ChunkWords of(IndexedChunk chunk) {
        Hashing hashing = new Hashing(chunk.clientId(), chunk.model());
        Map<Long, Integer> frequencies = new LinkedHashMap<>();
        int[] length = new int[1];
        ObjIntConsumer<String> add = (word, weight) -> {
            frequencies.merge(hashing.of(word), weight, (a, b) -> Math.min(a + b, Short.MAX_VALUE));
            length[0] += weight;
        };
        words(parts, chunk.text(), IN_TEXT, add);
        words(parts, chunk.context(), IN_CONTEXT, add);
        return new ChunkWords(frequencies, length[0]);
    }

    /** What to look for, with how much each word counts. */
    Map<Long, Double> ofQuery(SearchScope scope, String query) {
        String text = query.length() <= MAX_QUERY_CHARACTERS ? query : query.substring(0, MAX_QUERY_CHARACTERS);
        Hashing hashing = new Hashing(scope.clientId(), scope.model());
        Map<Long, Double> boosts = new LinkedHashMap<>();
        words(parts, text, 1, (word, once) -> boosts.putIfAbsent(hashing.of(word), 1.0));
        Map<Long, Double> whole = new LinkedHashMap<>();
        words(wholes, text, 1, (word, once) -> whole.putIfAbsent(hashing.of(word), WHOLE_BOOST));
        whole.forEach((word, boost) -> boosts.merge(word, boost, Double::sum));
        return boosts;
    }

    private static void words(WordsAnalyzer analyzer, String text, int weight, ObjIntConsumer<String> each) {
        try (TokenStream stream = analyzer.tokenStream("words", text)) {
            CharTermAttribute word = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                each.accept(word.toString(), weight);
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Hashing {

        private final MessageDigest digest;
        private final byte[] prefix;

        private Hashing(UUID client, String model) {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
            prefix = (client + " " + model + " ").getBytes(StandardCharsets.UTF_8);
        }

        private long of(String word) {
            digest.update(prefix);
            return ByteBuffer.wrap(digest.digest(word.getBytes(StandardCharsets.UTF_8)))
                    .getLong();
        }
    }
}
