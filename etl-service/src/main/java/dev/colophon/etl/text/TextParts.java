package dev.colophon.etl.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text so that each part fits into one event (256 KB), between lines, sentences or words where it can, and never
 * inside a surrogate pair. The parts put together are the text.
 */
public final class TextParts {

    /** Bytes of a part in JSON; the rest of the event's 256 KB is for its other fields. */
    static final int BUDGET = 180_000;

    private TextParts() {}

    /** At least one part; an empty text is one empty part. */
    public static List<String> of(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        do {
            int limit = limit(text, start);
            int end = limit == text.length() ? limit : niceEnd(text, start, limit);
            parts.add(text.substring(start, end));
            start = end;
        } while (start < text.length());
        return parts;
    }

    private static int limit(String text, int start) {
        int bytes = 0;
        int i = start;
        while (i < text.length()) {
            int character = text.codePointAt(i);
            bytes += jsonBytes(character);
            if (bytes > BUDGET) {
                return i;
            }
            i += Character.charCount(character);
        }
        return i;
    }

    private static int jsonBytes(int character) {
        if (character < 0x20) {
            return character == '\n' || character == '\t' || character == '\r' ? 2 : 6;
        }
        if (character < 0x80) {
            return character == '"' || character == '\\' ? 2 : 1;
        }
        return character < 0x800 ? 2 : character < 0x10000 ? 3 : 12; // a pair may be written as two escapes
    }

    /** The last line end, sentence end or space in the last fifth; the limit itself where there is none. */
    private static int niceEnd(String text, int start, int limit) {
        int earliest = limit - (limit - start) / 5;
        for (String boundary : List.of("\n", ". ", " ")) {
            int at = text.lastIndexOf(boundary, limit - boundary.length());
            if (at >= earliest) {
                return at + boundary.length();
            }
        }
        return limit;
    }
}
