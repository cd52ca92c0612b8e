package dev.colophon.embedding.chunk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** What a passage is about: the item's title and the headings that it stands under, within a budget of tokens. */
final class Context {

    private static final int MAX_CHARACTERS = 240;

    private record Heading(int level, String text) {}

    private final String title;
    private final TokenCounter tokens;
    private final int budget;
    private final Deque<Heading> headings = new ArrayDeque<>();
    private String current = "";
    private int currentTokens;

    Context(String title, TokenCounter tokens, int budget) {
        this.tokens = tokens;
        this.budget = budget;
        this.title = shortened(title.strip().replaceAll("\\s+", " "));
    }

    /** Looks at where a passage begins; a heading that it begins with is text, not context. */
    void prepare(String text, Unit first) {
        StringBuilder path = new StringBuilder(title);
        for (Iterator<Heading> outer = headings.descendingIterator(); outer.hasNext(); ) {
            Heading heading = outer.next();
            boolean above = first.level() == 0 || heading.level() < first.level();
            if (above && !heading.text().equalsIgnoreCase(title)) {
                path.append(path.length() == 0 ? "" : "\n").append(heading.text());
            }
        }
        current = shortened(path.toString());
        currentTokens = tokens.count(current);
    }

    /** Notes a heading that the passages after it stand under. */
    void pass(String text, Unit unit) {
        if (unit.level() == 0) {
            return;
        }
        while (!headings.isEmpty() && headings.peek().level() >= unit.level()) {
            headings.pop();
        }
        String line = text.substring(unit.start(), unit.end()).strip();
        headings.push(new Heading(unit.level(), line.replaceFirst("^#+\\s*", "")));
    }

    /** At most this many tokens go before the passage. */
    int tokens() {
        return currentTokens;
    }

    /** The context, without the title where the passage begins with it. */
    String of(String passage) {
        if (title.isEmpty() || !startsWithTitle(passage)) {
            return current;
        }
        return current.length() <= title.length()
                ? ""
                : current.substring(title.length()).strip();
    }

    private boolean startsWithTitle(String passage) {
        int start = 0;
        while (start < passage.length() && (passage.charAt(start) == '#' || passage.charAt(start) == ' ')) {
            start++;
        }
        return passage.regionMatches(true, start, title, 0, title.length());
    }

    private String shortened(String text) {
        String kept = text.length() <= MAX_CHARACTERS ? text : text.substring(0, wordEnd(text, MAX_CHARACTERS));
        while (!kept.isEmpty() && tokens.count(kept) > budget) {
            kept = kept.substring(0, wordEnd(kept, kept.length() * 3 / 4));
        }
        return kept.strip();
    }

    private static int wordEnd(String text, int limit) {
        int space = text.lastIndexOf(' ', limit);
        if (space > limit / 2) {
            return space;
        }
        return limit > 0 && Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    }
}
