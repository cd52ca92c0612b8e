package dev.colophon.metadata.project;

import org.jspecify.annotations.Nullable;

/** Keeps what events carry below the size an event may have; the whole text stays in the database. */
final class EventText {

    /** In bytes of JSON: leaves room for name, description and envelope within 256 KB. */
    static final int MAX_BYTES = 180_000;

    private EventText() {}

    /** The longest beginning of {@code text} that fits. */
    static @Nullable String bounded(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int bytes = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            bytes += jsonBytes(text.codePointAt(i));
            if (bytes > MAX_BYTES) {
                return text.substring(0, i);
            }
        }
        return text;
    }

    private static int jsonBytes(int codePoint) {
        if (codePoint < 0x20) {
            return 6;
        }
        if (codePoint < 0x80) {
            return codePoint == '"' || codePoint == '\\' ? 2 : 1;
        }
        return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
}
