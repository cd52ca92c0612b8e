package dev.colophon.metadata.draft;

import dev.colophon.metadata.content.ProjectContent;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a language model is asked: instructions of a version, and the project's content between two fence
 * lines that nobody who wrote the content can know.
 */
final class DraftPrompt {

    private static final int LONGEST_OWN_TEXT = 12_000;
    private static final int LONGEST_DOCUMENT = 8_000;
    private static final int MOST_OF_DOCUMENTS = 16_000;
    private static final int MOST_OF_ITEMS = 12_000;
    private static final int LONGEST_ITEM = 200;

    /** Instructions and data, apart. */
    record Question(String system, String user) {}

    private final String version;
    private final String instructions;

    /** @param instructions name the fence as {@code {{FENCE}}} */
    DraftPrompt(String version, String instructions) {
        this.version = version;
        this.instructions = instructions;
    }

    String version() {
        return version;
    }

    Question about(ProjectContent content) {
        return about(content, "#" + UUID.randomUUID().toString().toUpperCase(Locale.ROOT));
    }

    Question about(ProjectContent content, String fence) {
        StringBuilder data = new StringBuilder(fence).append(" BEGIN\n");
        section(data, "Name", content.text().name(), LONGEST_OWN_TEXT);
        section(data, "Description", content.text().description(), LONGEST_OWN_TEXT);
        section(data, "Content", content.text().content(), LONGEST_OWN_TEXT);
        documents(data, content.documents());
        items(data, content.items());
        data.append(fence).append(" END\n");
        return new Question(instructions.replace("{{FENCE}}", fence), data.toString());
    }

    private static void documents(StringBuilder data, List<String> documents) {
        int left = MOST_OF_DOCUMENTS;
        for (String document : documents) {
            if (left <= 0) {
                return;
            }
            section(data, "Document", document, Math.min(left, LONGEST_DOCUMENT));
            left -= document.length();
        }
    }

    private static void items(StringBuilder data, List<String> items) {
        if (items.isEmpty()) {
            return;
        }
        data.append("## Done, newest first\n");
        int left = MOST_OF_ITEMS;
        for (String item : items) {
            String line = beginning(item.lines().findFirst().orElse(""), LONGEST_ITEM);
            left -= line.length();
            if (left < 0) {
                return;
            }
            data.append("- ").append(line).append('\n');
        }
    }

    private static void section(StringBuilder data, String title, @Nullable String text, int longest) {
        if (text != null) {
            data.append("## ")
                    .append(title)
                    .append('\n')
                    .append(beginning(text, longest))
                    .append('\n');
        }
    }

    private static String beginning(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
