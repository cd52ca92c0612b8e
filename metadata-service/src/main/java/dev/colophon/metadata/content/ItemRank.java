package dev.colophon.metadata.content;

import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How much an item says about its project as a whole, best first, and how much of its text is kept for that. */
enum ItemRank {
    /** The read-me at the top. */
    FRONT_PAGE(30_000),
    /** Other documents. */
    DOCUMENTATION(6_000),
    /** Commits, issues, pull requests, meetings. */
    WORK(1_500),
    /** Licences, change logs, what bots and merges say. */
    CHORE(400);

    private static final Pattern FRONT = Pattern.compile("readme(\\.(md|markdown|adoc|asciidoc|rst|txt|org))?");
    private static final Pattern BOILERPLATE = Pattern.compile(
            "(licen[cs]e|notice|changelog|changes|history|release[-_]?notes|code[-_]of[-_]conduct|contributing|security"
                    + "|authors|maintainers|codeowners|support|governance|(issue|pull[-_]request)[-_]template)([.-].*)?");
    private static final Pattern MERGE = Pattern.compile("(?i)(merge (branch|pull request|remote|tag)\\b|revert \").*");

    private final int excerptLength;

    ItemRank(int excerptLength) {
        this.excerptLength = excerptLength;
    }

    /** In characters. */
    int excerptLength() {
        return excerptLength;
    }

    static ItemRank of(ItemCaptured item) {
        if (item.kind() == ItemKind.DOCUMENT) {
            return ofDocument(path(item));
        }
        boolean merge = item.attributes().getOrDefault("parents", "1").compareTo("1") > 0
                || MERGE.matcher(item.title()).matches();
        return merge || isBot(item.author()) ? CHORE : WORK;
    }

    private static ItemRank ofDocument(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (FRONT.matcher(name).matches()) {
            return path.indexOf('/') < 0 ? FRONT_PAGE : DOCUMENTATION;
        }
        return BOILERPLATE.matcher(name).matches() ? CHORE : DOCUMENTATION;
    }

    private static String path(ItemCaptured item) {
        String path = item.attributes().getOrDefault("path", item.externalId());
        return path.toLowerCase(Locale.ROOT).replaceFirst("^(\\./|/)+", "");
    }

    private static boolean isBot(@Nullable String author) {
        return author != null && author.toLowerCase(Locale.ROOT).endsWith("[bot]");
    }
}
