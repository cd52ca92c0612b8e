package dev.colophon.ai.local.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import opennlp.tools.sentdetect.SentenceDetectorME;
import opennlp.tools.sentdetect.SentenceModel;

/**
 * Cuts prose into sentences: by OpenNLP's English model where letters are Latin, by the JDK's rules elsewhere. Never
 * splits after "e.g." and its like. Thread-safe; linear in the text.
 */
public final class SentenceSplitter {

    private static final String MODEL = "/opennlp-en-ud-ewt-sentence-1.3-2.5.4.bin";
    /** The detector looks back within what it is given; windows keep that constant. */
    private static final int WINDOW = 2_000;

    private static final Pattern JOINS_NEXT = Pattern.compile(
            "(?i)(?:^|.*[\\s(,;])(?:e\\.g|i\\.e|cf|vs|no|approx|resp|incl|fig|sec|dr|mr|mrs|prof|st)\\.");

    private final SentenceModel model;

    private SentenceSplitter(SentenceModel model) {
        this.model = model;
    }

    /** Loads the model from the classpath, some 40 ms. */
    public static SentenceSplitter load() {
        try (InputStream in = SentenceSplitter.class.getResourceAsStream(MODEL)) {
            if (in == null) {
                throw new IllegalStateException("The sentence model " + MODEL + " is not on the classpath");
            }
            return new SentenceSplitter(new SentenceModel(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sentences of all blocks in order; a block's end ends a sentence. */
    public List<String> split(Prose prose) {
        return prose.blocks().stream()
                .flatMap(block -> split(block.text()).stream())
                .toList();
    }

    /** The sentences of a text without markup, stripped, none empty. */
    public List<String> split(String text) {
        List<String> sentences = new ArrayList<>();
        Script script = Script.of(text);
        SentenceDetectorME detector = new SentenceDetectorME(model);
        for (String line : text.split("\n")) {
            for (int from = 0; from < line.length(); ) {
                int to = windowEnd(line, from);
                String window = line.substring(from, to);
                if (script == Script.LATIN) {
                    addJoined(sentences, detector.sentDetect(window));
                } else {
                    addJoined(sentences, byRules(window));
                }
                from = to;
            }
        }
        return sentences;
    }

    private static int windowEnd(String line, int from) {
        int end = Math.min(line.length(), from + WINDOW);
        if (end == line.length()) {
            return end;
        }
        int stop = Math.max(line.lastIndexOf(". ", end), line.lastIndexOf('。', end));
        int cut = stop > from ? stop + 1 : line.lastIndexOf(' ', end);
        int at = cut > from ? cut : end;
        return Character.isLowSurrogate(line.charAt(at)) ? at + 1 : at;
    }

    private static String[] byRules(String text) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
        breaks.setText(text);
        List<String> pieces = new ArrayList<>();
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            pieces.add(text.substring(start, end));
        }
        return pieces.toArray(String[]::new);
    }

    private static void addJoined(List<String> sentences, String[] pieces) {
        StringBuilder sentence = new StringBuilder();
        for (String piece : pieces) {
            sentence.append(sentence.isEmpty() ? "" : " ").append(piece.strip());
            if (sentence.length() > WINDOW || !joinsNext(sentence)) {
                flush(sentences, sentence);
            }
        }
        flush(sentences, sentence);
    }

    private static boolean joinsNext(CharSequence sentence) {
        return JOINS_NEXT
                .matcher(sentence.subSequence(Math.max(0, sentence.length() - 12), sentence.length()))
                .matches();
    }

    private static void flush(List<String> sentences, StringBuilder sentence) {
        if (sentence.toString().chars().anyMatch(Character::isLetterOrDigit)) {
            sentences.add(sentence.toString());
        }
        sentence.setLength(0);
    }
}
