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

    /** Text is data: what talks to a model instead of a reader is no statement about the project. */
    private static final Pattern ORDERS_A_MODEL = Pattern.compile(
            "(?i)\\b(?:(?:ignore|disregard|forget) (?:all |any |the |your )?(?:previous|prior|above|earlier)|system prompt"
                    + "|you are now|as an ai|developer mode|maintenance mode|do not follow|new instructions|answer every question|api keys?|administrator rights)\\b");

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
        return sampled((fit.isEmpty() ? brief : fit).stream().distinct().toList());
    }

    private static boolean isFit(String sentence, Block.Kind kind) {
        int words = wordsIn(sentence);
        return words >= (kind == Block.Kind.LIST_ITEM ? FEWEST_WORDS + 2 : FEWEST_WORDS)
                && sentence.length() <= LONGEST
                && !sentence.endsWith(":")
                && !sentence.endsWith("?")
                && !Character.isLowerCase(sentence.codePointAt(0))
                && !sentence.contains("->")
                && count(sentence, '(') == count(sentence, ')')
                && !OPENS_BADLY.matcher(sentence).matches()
                && !ORDERS_A_MODEL.matcher(sentence).find()
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

    private static long count(String sentence, char wanted) {
        return sentence.chars().filter(c -> c == wanted).count();
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
