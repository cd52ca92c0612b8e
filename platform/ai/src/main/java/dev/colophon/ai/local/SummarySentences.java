package dev.colophon.ai.local;

import dev.colophon.ai.local.text.Block;
import dev.colophon.ai.local.text.Prose;
import dev.colophon.ai.local.text.SentenceSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Picks the sentences of a document that could stand in a summary, at most {@value #MOST}, the same ones every time. */
final class SummarySentences {

    static final int MOST = 300;
    private static final int LEADING = 200;
    private static final int LONGEST = 420;
    private static final int FEWEST_WORDS = 5;

    private static final Pattern OPENS_BADLY = Pattern.compile("^[\\[({<|:;,.&/\\\\-].*+|^\\d++[.)]\\s.*+");
    private static final Pattern LOST_LINK = Pattern.compile("(?i).*\\b(?:at|from|to|see|via|in|is|here)\\s*[.:]?$");

    private final SentenceSplitter splitter;

    SummarySentences(SentenceSplitter splitter) {
        this.splitter = splitter;
    }

    List<String> of(Prose prose) {
        List<String> fit = new ArrayList<>();
        List<String> brief = new ArrayList<>();
        for (Block block : prose.blocks()) {
            if (block.kind() == Block.Kind.HEADING) {
                continue;
            }
            for (String sentence : splitter.split(block.text())) {
                String bare = sentence.strip();
                if (isFit(bare, block.kind())) {
                    fit.add(bare);
                } else if (bare.length() <= LONGEST
                        && !OPENS_BADLY.matcher(bare).matches()) {
                    brief.add(bare);
                }
            }
        }
        return sampled(fit.isEmpty() ? brief : fit);
    }

    private static boolean isFit(String sentence, Block.Kind kind) {
        int words = wordsIn(sentence);
        return words >= (kind == Block.Kind.LIST_ITEM ? FEWEST_WORDS + 2 : FEWEST_WORDS)
                && sentence.length() <= LONGEST
                && !sentence.endsWith(":")
                && !sentence.endsWith("?")
                && !OPENS_BADLY.matcher(sentence).matches()
                && !(sentence.length() < 200 && LOST_LINK.matcher(sentence).matches())
                && mostlyLetters(sentence);
    }

    /** Scripts without spaces count three letters as a word. */
    private static int wordsIn(String sentence) {
        long wide = sentence.chars()
                .filter(c -> c > 0x2E80 && Character.isLetter(c))
                .count();
        return sentence.split("\\s+").length + (int) (wide / 3);
    }

    private static boolean mostlyLetters(String sentence) {
        long letters = sentence.codePoints()
                .filter(c -> Character.isLetter(c) || Character.isWhitespace(c))
                .count();
        return letters >= 0.8 * sentence.codePointCount(0, sentence.length());
    }

    private static List<String> sampled(List<String> sentences) {
        if (sentences.size() <= MOST) {
            return sentences;
        }
        List<String> kept = new ArrayList<>(sentences.subList(0, LEADING));
        double step = (double) (sentences.size() - LEADING) / (MOST - LEADING);
        for (int i = 0; i < MOST - LEADING; i++) {
            kept.add(sentences.get(LEADING + (int) (i * step)));
        }
        return kept;
    }
}
