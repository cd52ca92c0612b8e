package dev.colophon.embedding.chunk;

import dev.colophon.events.item.ItemCaptured;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version of an item with its whole text.
 *
 * @param told the event, or the last of the events, that told of it
 * @param text without characters that a database refuses
 */
record CapturedItem(
        ItemCaptured told,
        String title,
        String text,
        @Nullable String traceparent) {

    static CapturedItem of(ItemCaptured told, String text, @Nullable String traceparent) {
        return new CapturedItem(told, storable(told.title()), storable(text), traceparent);
    }

    UUID id() {
        return told.itemId();
    }

    /** Without NUL, which no text column takes, and without halves of surrogate pairs, which are no text. */
    static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return cleaned(text);
            }
        }
        return text;
    }

    private static String cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c != 0 && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE))
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
