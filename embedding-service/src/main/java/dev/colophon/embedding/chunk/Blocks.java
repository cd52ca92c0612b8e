package dev.colophon.embedding.chunk;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a text's structure line by line, in one pass: Markdown's headings and code fences, lists, tables, paragraphs.
 * Plain text is paragraphs. The blocks cover the text without gaps.
 */
final class Blocks {

    private static final int MAX_HEADING_LENGTH = 200;

    private final String text;
    private final List<Block> blocks = new ArrayList<>();
    private Block.Kind open = Block.Kind.PROSE;
    private int openedAt;
    private boolean afterBlank;

    private Blocks(String text) {
        this.text = text;
    }

    static List<Block> of(String text) {
        Blocks reader = new Blocks(text);
        reader.read();
        return reader.blocks;
    }

    private void read() {
        int line = 0;
        while (line < text.length()) {
            int next = lineEnd(line);
            int first = firstVisible(line, next);
            if (first == next) {
                afterBlank = true;
                line = next;
            } else if (fence(first, next) > 0) {
                line = readFence(line, first, next);
            } else {
                readLine(line, first, next);
                line = next;
            }
        }
        close(text.length());
    }

    private void readLine(int line, int first, int next) {
        int level = headingLevel(first, next);
        if (level > 0) {
            close(line);
            blocks.add(new Block(Block.Kind.HEADING, line, next, level));
            open(Block.Kind.PROSE, next);
        } else if (startsItem(first, next)) {
            close(line);
            open(Block.Kind.LINE, line);
        } else if (afterBlank) {
            close(line);
            open(Block.Kind.PROSE, line);
        }
        afterBlank = false;
    }

    /** A fence that is never closed ends with the text. */
    private int readFence(int line, int first, int next) {
        close(line);
        char mark = text.charAt(first);
        int length = fence(first, next);
        int end = next;
        while (end < text.length()) {
            int start = end;
            end = lineEnd(start);
            int visible = firstVisible(start, end);
            if (visible < end && text.charAt(visible) == mark && fence(visible, end) >= length) {
                break;
            }
        }
        blocks.add(new Block(Block.Kind.FENCE, line, end, 0));
        open(Block.Kind.PROSE, end);
        afterBlank = false;
        return end;
    }

    private void open(Block.Kind kind, int at) {
        open = kind;
        openedAt = at;
    }

    private void close(int at) {
        if (at > openedAt) {
            blocks.add(new Block(open, openedAt, at, 0));
            openedAt = at;
        }
    }

    private int lineEnd(int from) {
        int newline = text.indexOf('\n', from);
        return newline < 0 ? text.length() : newline + 1;
    }

    private int firstVisible(int from, int end) {
        int at = from;
        while (at < end && (Character.isWhitespace(text.charAt(at)) || Character.isISOControl(text.charAt(at)))) {
            at++;
        }
        return at;
    }

    /** The length of a fence's mark, or 0. */
    private int fence(int first, int end) {
        char mark = text.charAt(first);
        if (mark != '`' && mark != '~') {
            return 0;
        }
        int length = run(first, end, mark);
        return length >= 3 ? length : 0;
    }

    private int headingLevel(int first, int end) {
        int level = text.charAt(first) == '#' ? run(first, end, '#') : 0;
        boolean heading = level >= 1
                && level <= 6
                && first + level < end
                && text.charAt(first + level) == ' '
                && end - first <= MAX_HEADING_LENGTH;
        return heading ? level : 0;
    }

    private boolean startsItem(int first, int end) {
        char mark = text.charAt(first);
        if (mark == '|') {
            return true;
        }
        int after = first;
        if (mark == '-' || mark == '*' || mark == '+') {
            after++;
        } else {
            while (after < end && after - first < 4 && text.charAt(after) >= '0' && text.charAt(after) <= '9') {
                after++;
            }
            if (after == first || after == end || (text.charAt(after) != '.' && text.charAt(after) != ')')) {
                return false;
            }
            after++;
        }
        return after < end && text.charAt(after) == ' ';
    }

    private int run(int from, int end, char mark) {
        int at = from;
        while (at < end && text.charAt(at) == mark) {
            at++;
        }
        return at - from;
    }
}
