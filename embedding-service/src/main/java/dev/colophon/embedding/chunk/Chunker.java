package dev.colophon.embedding.chunk;

import dev.colophon.embedding.chunk.Unit.Boundary;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts an item's text into passages for an embedding model. Deterministic; time is proportional to the text.
 *
 * <p>A passage holds whole sentences and, where they fit, whole code fences, begins at a heading or paragraph where one
 * is near, repeats a little of its predecessor's end, and carries the title and the headings above as context. Among
 * equally good places to cut, the text itself decides (the one with the smallest hash), so that the cuts before and
 * after an edited paragraph stay where they are.
 */
public final class Chunker {

    /** Changes whenever the same text would be cut in another way. */
    public static final int VERSION = 2;

    /**
     * A passage may end after this part of its capacity. The more of two passages' places to end are the same ones, the
     * sooner their cuts agree again after an edit: with a half one paragraph in eight changed more than three passages,
     * with a third it is one in two hundred, at a tenth more passages.
     */
    private static final int WHERE_CUTS_BEGIN = 3;

    private final TokenCounter tokens;
    private final ChunkLimits limits;

    public Chunker(TokenCounter tokens, ChunkLimits limits) {
        this.tokens = tokens;
        this.limits = limits;
    }

    /** Passages in the text's order; none for a text without a visible character. */
    List<Passage> chunk(String title, String text) {
        if (text.isBlank()) {
            return List.of();
        }
        Context context = new Context(title, tokens, limits.contextTokens());
        int capacity = limits.targetTokens() - ChunkLimits.SPECIAL_TOKENS - limits.contextTokens();
        int fence = limits.maxTokens() - ChunkLimits.SPECIAL_TOKENS - limits.contextTokens();
        List<Unit> units = Units.of(text, tokens, capacity - limits.overlapTokens(), fence);
        return new Packing(text, units, context).pack();
    }

    private static boolean isVisible(int c) {
        return !Character.isWhitespace(c)
                && !Character.isSpaceChar(c)
                && !Character.isISOControl(c)
                && Character.getType(c) != Character.FORMAT;
    }

    /** Fills passages with units from first to last. */
    private final class Packing {

        private final String text;
        private final List<Unit> units;
        private final Context context;
        private final List<Passage> passages = new ArrayList<>();

        private Packing(String text, List<Unit> units, Context context) {
            this.text = text;
            this.units = units;
            this.context = context;
        }

        private List<Passage> pack() {
            int first = 0;
            int overlap = 0;
            while (first < units.size()) {
                context.prepare(text, units.get(first));
                int end = endOf(first, overlap);
                emit(first, end, overlap);
                for (int i = first; i < end; i++) {
                    context.pass(text, units.get(i));
                }
                overlap = end < units.size() ? overlapBefore(end) : 0;
                first = end;
            }
            return passages;
        }

        /** The unit before which the passage that begins with unit {@code first} ends. */
        private int endOf(int first, int overlap) {
            int capacity = limits.targetTokens() - ChunkLimits.SPECIAL_TOKENS - context.tokens();
            int filled = overlap == 0 ? 0 : limits.overlapTokens();
            int best = -1;
            int at = first;
            while (at < units.size()) {
                Unit unit = units.get(at);
                if (at > first && filled >= capacity / WHERE_CUTS_BEGIN) {
                    if (unit.boundary() == Boundary.HEADING) {
                        return at;
                    }
                    best = better(best, at);
                }
                filled += unit.tokens();
                if (filled > capacity && at > first) {
                    return best < 0 ? at : best;
                }
                at++;
            }
            return at;
        }

        private int better(int best, int candidate) {
            if (best < 0) {
                return candidate;
            }
            int order =
                    units.get(candidate).boundary().compareTo(units.get(best).boundary());
            boolean wins = order > 0
                    || (order == 0 && Integer.compareUnsigned(hash(units.get(candidate)), hash(units.get(best))) < 0);
            return wins ? candidate : best;
        }

        private void emit(int first, int end, int overlap) {
            String passage = text.substring(
                            units.get(first).start() - overlap,
                            units.get(end - 1).end())
                    .strip();
            if (passage.codePoints().anyMatch(Chunker::isVisible)) {
                String about = context.of(passage);
                int size = tokens.count(passage) + tokens.count(about) + ChunkLimits.SPECIAL_TOKENS;
                passages.add(new Passage(about, passage, size));
            }
        }

        /** How many characters before unit {@code next} its passage repeats: whole words, none across a heading. */
        private int overlapBefore(int next) {
            Unit before = units.get(next - 1);
            if (units.get(next).boundary() == Boundary.HEADING || before.level() > 0 || limits.overlapTokens() == 0) {
                return 0;
            }
            int start = before.end();
            int left = limits.overlapTokens();
            while (left > 0 && start > before.start()) {
                int word = wordBefore(start, before.start());
                left -= Math.max(1, tokens.count(text.substring(word, start)));
                if (left >= 0) {
                    start = word;
                }
            }
            return before.end() - start;
        }

        private int wordBefore(int end, int from) {
            int at = end;
            while (at > from && Character.isWhitespace(text.charAt(at - 1))) {
                at--;
            }
            while (at > from && !Character.isWhitespace(text.charAt(at - 1))) {
                at--;
            }
            return at;
        }

        /** FNV-1a with a final mix; part of what {@link #VERSION} stands for. */
        private int hash(Unit unit) {
            int hash = 0x811c9dc5;
            for (int i = unit.start(); i < unit.end(); i++) {
                hash = (hash ^ text.charAt(i)) * 0x01000193;
            }
            hash ^= hash >>> 15;
            hash *= 0x2c1b3c6d;
            return hash ^ (hash >>> 12);
        }
    }
}
