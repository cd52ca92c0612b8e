package dev.colophon.ai.local.text;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a person wrote in a text or Markdown document: without code, quotes, stack frames, log lines, addresses and
 * markup. Reads at most {@value #MOST_CHARACTERS} characters, in linear time, whatever the text holds.
 *
 * @param blocks the prose in the document's order
 * @param codeNames names of classes, methods and settings found in code and stack frames, in order of appearance
 * @param codeDensity the share of characters that are code, 0 to 1
 */
public record Prose(List<Block> blocks, Set<String> codeNames, double codeDensity) {

    /** What is read of one text. */
    public static final int MOST_CHARACTERS = 400_000;

    /** The prose of a Markdown or plain text. */
    public static Prose of(String markdownOrText) {
        return new MarkdownReader().read(Sanitizer.clean(markdownOrText, MOST_CHARACTERS));
    }

    public String text() {
        return blocks.stream().map(Block::text).collect(Collectors.joining("\n"));
    }

    public boolean isEmpty() {
        return blocks.isEmpty();
    }
}
