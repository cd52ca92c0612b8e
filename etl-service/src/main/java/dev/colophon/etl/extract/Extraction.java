package dev.colophon.etl.extract;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of reading a document. */
public sealed interface Extraction {

    /**
     * A document that could be read.
     *
     * @param type media type that its bytes show
     * @param title the document's own, or its first heading; null where it has none
     * @param attributes what else is known: {@code pages}, {@code slides}, {@code sheets}, {@code embedded}
     * @param text headings as Markdown headings, tables a line a row, may be blank
     */
    record Extracted(
            String type,
            @Nullable String title,
            @Nullable String author,
            @Nullable Instant createdAt,
            Map<String, String> attributes,
            String text)
            implements Extraction {

        public Extracted {
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * A document that was not read.
     *
     * @param supported whether documents of its type are read at all
     * @param message says why, to follow the document's name
     */
    record Refused(boolean supported, String message) implements Extraction {

        static Refused unsupported(String message) {
            return new Refused(false, message);
        }

        static Refused unreadable(String message) {
            return new Refused(true, message);
        }
    }
}
