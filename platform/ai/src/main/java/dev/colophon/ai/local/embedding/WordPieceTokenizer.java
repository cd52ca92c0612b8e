package dev.colophon.ai.local.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * BERT's uncased WordPiece, from the {@code tokenizer.json} that comes with the model: the longest piece of the vocabulary
 * first, {@code ##} before pieces inside a word. The file's own cut at 128 tokens is not applied; {@link #encode} cuts at
 * {@link MiniLm#MAX_TOKENS}.
 *
 * <p>In Java and not by the native library: chunking and embedding count every text several times, and crossing into
 * native code costs more than the counting.
 */
final class WordPieceTokenizer implements TextTokenizer {

    /** What becomes of a word's pieces; false ends the scan. */
    private interface Sink {
        boolean take(int[] pieces);
    }

    private static final String INSIDE = "##";
    private static final int LONGEST_WORD = 100;
    private static final int REMEMBERED_WORDS = 10_000;

    private final Map<String, Integer> beginnings = new HashMap<>();
    private final Map<String, Integer> insides = new HashMap<>();
    private int longestPiece;

    /** Words that come often; hashes and numbers that come once do not drive them out. */
    private final Cache<String, int[]> remembered =
            Caffeine.newBuilder().maximumSize(REMEMBERED_WORDS).build();

    private final int[] unknown;
    private final int begin;
    private final int end;

    private WordPieceTokenizer(JsonNode vocabulary) {
        vocabulary.properties().forEach(piece -> {
            boolean inside = piece.getKey().startsWith(INSIDE);
            String letters = inside ? piece.getKey().substring(INSIDE.length()) : piece.getKey();
            (inside ? insides : beginnings).put(letters, piece.getValue().asInt());
            longestPiece = Math.max(longestPiece, letters.length());
        });
        this.unknown = new int[] {id("[UNK]")};
        this.begin = id("[CLS]");
        this.end = id("[SEP]");
    }

    /** Reads a {@code tokenizer.json} from the class path. */
    static WordPieceTokenizer read(String resource) throws IOException {
        try (InputStream file = WordPieceTokenizer.class.getResourceAsStream("/" + resource)) {
            if (file == null) {
                throw new IOException(resource + " is not on the class path");
            }
            return new WordPieceTokenizer(
                    new ObjectMapper().readTree(file).path("model").path("vocab"));
        }
    }

    /** Token ids as the model reads them, special ones included, at most {@link MiniLm#MAX_TOKENS}. */
    long[] encode(String text) {
        long[] ids = new long[MiniLm.MAX_TOKENS];
        int[] length = {1};
        ids[0] = begin;
        scan(text, pieces -> {
            for (int piece : pieces) {
                if (length[0] == ids.length - 1) {
                    return false;
                }
                ids[length[0]++] = piece;
            }
            return true;
        });
        ids[length[0]++] = end;
        return Arrays.copyOf(ids, length[0]);
    }

    @Override
    public int count(String text) {
        int[] count = {0};
        scan(text, pieces -> {
            count[0] += pieces.length;
            return true;
        });
        return count[0];
    }

    private void scan(String text, Sink sink) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            if (BertCharacters.isDropped(character)) {
                continue;
            }
            boolean alone = BertCharacters.standsAlone(character);
            if (alone || BertCharacters.isSpace(character)) {
                if (!flush(word, sink)) {
                    return;
                }
            }
            if (!BertCharacters.isSpace(character)) {
                BertCharacters.appendFolded(word, character);
            }
            if (alone && !flush(word, sink)) {
                return;
            }
        }
        flush(word, sink);
    }

    private boolean flush(StringBuilder word, Sink sink) {
        if (word.length() == 0) {
            return true;
        }
        String text = word.toString();
        word.setLength(0);
        return sink.take(text.length() > LONGEST_WORD ? pieces(text) : remembered.get(text, this::pieces));
    }

    /** A word with a part that no piece fits, or of more than a hundred characters, is unknown as a whole. */
    private int[] pieces(String word) {
        if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
            return unknown;
        }
        int[] pieces = new int[word.length()];
        int count = 0;
        for (int start = 0; start < word.length(); ) {
            Map<String, Integer> vocabulary = start == 0 ? beginnings : insides;
            int stop = Math.min(word.length(), start + longestPiece);
            Integer piece = vocabulary.get(word.substring(start, stop));
            while (piece == null && --stop > start) {
                piece = vocabulary.get(word.substring(start, stop));
            }
            if (piece == null) {
                return unknown;
            }
            pieces[count++] = piece;
            start = stop;
        }
        return Arrays.copyOf(pieces, count);
    }

    private int id(String piece) {
        Integer id = beginnings.get(piece);
        if (id == null) {
            throw new IllegalArgumentException("vocabulary has no " + piece);
        }
        return id;
    }
}
