package dev.colophon.metadata.content;

import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.item.ItemRemoved;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an item for its project's metadata.
 *
 * @param removed the item is gone; only its version counts
 */
record ItemExcerpt(
        UUID itemId,
        UUID projectId,
        long version,
        boolean removed,
        String kind,
        ItemRank rank,
        String title,
        String excerpt,
        @Nullable String author,
        @Nullable Instant occurredAt) {

    private static final int LONGEST_TITLE = 300;
    private static final int LONGEST_AUTHOR = 100;

    /** Which files a commit touched is appended to what it says; names of files are no subjects. */
    private static final Pattern FILES =
            Pattern.compile("(?:^|\\n)Files: [^\\n]*+\\n\\d++ files? changed,[^\\n]*+\\s*+$");

    static ItemExcerpt of(ItemCaptured item) {
        ItemRank rank = ItemRank.of(item);
        return new ItemExcerpt(
                item.itemId(),
                item.projectId(),
                item.version(),
                false,
                item.kind().wireName(),
                rank,
                beginning(item.title(), LONGEST_TITLE),
                beginning(said(item), rank.excerptLength()),
                item.author() == null ? null : beginning(item.author(), LONGEST_AUTHOR),
                item.occurredAt());
    }

    static ItemExcerpt of(ItemRemoved item) {
        return new ItemExcerpt(
                item.itemId(), item.projectId(), item.version(), true, "removed", ItemRank.CHORE, "", "", null, null);
    }

    /** One excerpt an item: of several versions the newest. */
    static Collection<ItemExcerpt> newest(Stream<ItemExcerpt> excerpts) {
        Map<UUID, ItemExcerpt> byItem = new LinkedHashMap<>();
        excerpts.forEach(excerpt ->
                byItem.merge(excerpt.itemId(), excerpt, (one, other) -> other.version() > one.version() ? other : one));
        return byItem.values();
    }

    private static String said(ItemCaptured item) {
        return item.kind() == ItemKind.COMMIT
                ? FILES.matcher(item.text()).replaceFirst("").strip()
                : item.text();
    }

    private static String beginning(String text, int length) {
        String clean = text.replace("\u0000", "");
        if (clean.length() <= length) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(length - 1)) ? length - 1 : length;
        return clean.substring(0, end);
    }
}
