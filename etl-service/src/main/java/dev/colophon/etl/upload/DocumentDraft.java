package dev.colophon.etl.upload;

import dev.colophon.etl.extract.Extraction.Extracted;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.text.PlainText;
import dev.colophon.events.item.ItemKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Documents as items. A document is known by its file name in its project, so that sending it again updates it. */
final class DocumentDraft {

    private static final int TITLE_LIMIT = 200;
    private static final int AUTHOR_LIMIT = 200;
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final Set<String> NOT_ATTRIBUTES = Set.of("title", "author", "date", "path", "type");

    private DocumentDraft() {}

    static ItemDraft ofText(Upload upload, String text) {
        boolean markdown = upload.name().matches("(?i).*\\.(md|markdown|mdx)");
        FrontMatter front = markdown ? FrontMatter.of(text) : new FrontMatter(Map.of(), text);
        Map<String, String> attributes = new LinkedHashMap<>();
        front.fields().forEach((name, value) -> {
            if (!NOT_ATTRIBUTES.contains(name)) {
                attributes.put(PlainText.cleaned(name), PlainText.cleaned(value));
            }
        });
        attributes.put("type", markdown ? "text/markdown" : "text/plain");
        String said = front.field("title");
        return draft(
                upload,
                said == null ? heading(front.body()) : said,
                TextFile.requireSaying(front.body()),
                front.field("author"),
                date(front.field("date")),
                attributes);
    }

    static ItemDraft ofExtracted(Upload upload, Extracted document) {
        String text = PlainText.cleaned(document.text());
        if (text.isBlank()) {
            throw TextFile.refused("holds no text (pictures of text are not read)");
        }
        Map<String, String> attributes = new LinkedHashMap<>(document.attributes());
        attributes.put("type", document.type());
        return draft(
                upload,
                document.title(),
                TextFile.requireSaying(text),
                document.author(),
                document.createdAt(),
                attributes);
    }

    private static ItemDraft draft(
            Upload upload,
            @Nullable String title,
            String text,
            @Nullable String author,
            @Nullable Instant createdAt,
            Map<String, String> attributes) {
        attributes.put("path", upload.name());
        return new ItemDraft(
                upload.clientId(),
                upload.projectId(),
                null,
                ItemKind.DOCUMENT,
                upload.name(),
                title == null || line(title, TITLE_LIMIT).isEmpty() ? upload.name() : line(title, TITLE_LIMIT),
                text,
                null,
                author == null || author.isBlank() ? null : line(author, AUTHOR_LIMIT),
                attributes,
                isLikely(createdAt) ? createdAt : null,
                null);
    }

    private static String line(String text, int limit) {
        return PlainText.shortened(
                PlainText.cleaned(text).replaceAll("\\s+", " ").strip(), limit);
    }

    /** Clocks of those who made documents stand anywhere. */
    private static boolean isLikely(@Nullable Instant instant) {
        return instant != null && instant.isAfter(EARLIEST) && instant.isBefore(LATEST);
    }

    private static @Nullable String heading(String text) {
        return text.lines()
                .limit(50)
                .filter(line -> line.startsWith("# "))
                .map(line -> line.substring(2).strip())
                .filter(title -> !title.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Instant date(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
