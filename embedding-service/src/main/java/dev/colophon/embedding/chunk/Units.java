package dev.colophon.embedding.chunk;

import dev.colophon.embedding.chunk.Block.Kind;
import dev.colophon.embedding.chunk.Unit.Boundary;
import java.text.BreakIterator;
import java.text.StringCharacterIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a text into units that each fit a chunk: sentences and list items, code fences whole where they fit, parts of them
 * where they do not. Takes time proportional to the text, also for one line of many megabytes.
 */
final class Units {

    /** Text with few tokens and many characters still counts: nobody wants a chunk of 80 KB of one unknown word. */
    private static final int CHARACTERS_PER_TOKEN = 12;

    /** Longer sentences are cut before they are counted. */
    private static final int MAX_UNIT_CHARACTERS = 1_200;

    private static final int PIECE_CHARACTERS = 400;

    private final String text;
    private final TokenCounter tokens;
    private final int maxTokens;
    private final int maxFenceTokens;
    private final List<Unit> units = new ArrayList<>();
    private final BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);

    private Units(String text, TokenCounter tokens, int maxTokens, int maxFenceTokens) {
        this.text = text;
        this.tokens = tokens;
        this.maxTokens = maxTokens;
        this.maxFenceTokens = maxFenceTokens;
    }

    /**
     * @param maxTokens of a unit
     * @param maxFenceTokens of a code fence that stays whole
     */
    static List<Unit> of(String text, TokenCounter tokens, int maxTokens, int maxFenceTokens) {
        Units splitter = new Units(text, tokens, maxTokens, maxFenceTokens);
        boolean afterItem = false;
        for (Block block : Blocks.of(text)) {
            splitter.split(block, afterItem);
            afterItem = block.kind() == Kind.LINE;
        }
        return splitter.units;
    }

    private void split(Block block, boolean afterItem) {
        switch (block.kind()) {
            case HEADING -> add(block.start(), block.end(), Boundary.HEADING, block.level());
            case FENCE -> addFence(block);
            case LINE -> add(block.start(), block.end(), afterItem ? Boundary.SENTENCE : Boundary.PARAGRAPH, 0);
            case PROSE -> addProse(block);
        }
    }

    private void addFence(Block block) {
        int weight = block.end() - block.start() > maxFenceTokens * CHARACTERS_PER_TOKEN
                ? Integer.MAX_VALUE
                : weight(block.start(), block.end());
        if (weight <= maxFenceTokens) {
            units.add(new Unit(block.start(), block.end(), weight, Boundary.PARAGRAPH, 0));
            return;
        }
        Boundary boundary = Boundary.PARAGRAPH;
        for (int line = block.start(); line < block.end(); ) {
            int newline = text.indexOf('\n', line);
            int end = newline < 0 || newline >= block.end() ? block.end() : newline + 1;
            add(line, end, boundary, 0);
            boundary = Boundary.SENTENCE;
            line = end;
        }
    }

    private void addProse(Block block) {
        sentences.setText(new StringCharacterIterator(text, block.start(), block.end(), block.start()));
        Boundary boundary = Boundary.PARAGRAPH;
        int start = sentences.first();
        for (int end = sentences.next(); end != BreakIterator.DONE; end = sentences.next()) {
            add(start, end, boundary, 0);
            boundary = Boundary.SENTENCE;
            start = end;
        }
    }

    private void add(int start, int end, Boundary boundary, int level) {
        if (end - start > MAX_UNIT_CHARACTERS) {
            addPieces(start, end, boundary, level);
            return;
        }
        int weight = weight(start, end);
        if (weight > maxTokens && end - start > 1) {
            int middle = cutBefore(start, start + (end - start + 1) / 2);
            add(start, middle, boundary, level);
            add(middle, end, Boundary.WORD, 0);
        } else {
            units.add(new Unit(start, end, weight, boundary, level));
        }
    }

    private void addPieces(int start, int end, Boundary boundary, int level) {
        add(start, cutBefore(start, start + PIECE_CHARACTERS), boundary, level);
        int at = units.get(units.size() - 1).end();
        while (at < end) {
            int cut = end - at <= PIECE_CHARACTERS ? end : cutBefore(at, at + PIECE_CHARACTERS);
            add(at, cut, Boundary.WORD, 0);
            at = cut;
        }
    }

    /** The last place before {@code limit} that cuts no word, or, where a word is that long, no character. */
    private int cutBefore(int start, int limit) {
        for (int at = limit; at > start + (limit - start) / 2; at--) {
            if (Character.isWhitespace(text.charAt(at - 1))) {
                return at;
            }
        }
        boolean cutsPair =
                Character.isLowSurrogate(text.charAt(limit)) && Character.isHighSurrogate(text.charAt(limit - 1));
        return cutsPair && limit - 1 > start ? limit - 1 : cutsPair ? limit + 1 : limit;
    }

    private int weight(int start, int end) {
        int counted = tokens.count(text.substring(start, end));
        return Math.max(counted, (end - start) / CHARACTERS_PER_TOKEN);
    }
}
