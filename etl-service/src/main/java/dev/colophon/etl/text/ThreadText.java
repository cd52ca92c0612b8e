package dev.colophon.etl.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an issue or a pull request says: its description, how it stands, and the last that was said about it, each within
 * its share of tokens.
 *
 * @param title one line
 * @param text the rest
 */
public record ThreadText(String title, String text) {

    private static final int TITLE_LIMIT = 200;
    private static final int DESCRIPTION_TOKENS = 6_000;
    private static final int REMARK_TOKENS = 400;
    private static final int MOST_LABELS = 50;

    /**
     * A thread as its source shows it.
     *
     * @param description in Markdown
     * @param state for example {@code open} or {@code merged}
     * @param remarks in the order in which they shall be told
     */
    public record Discussion(
            String title, @Nullable String description, String state, List<String> labels, List<Remark> remarks) {

        public Discussion {
            labels = List.copyOf(labels);
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * What somebody said.
     *
     * @param kind for example {@code Comment} or {@code Review}
     * @param author null where nobody is known any more
     * @param about a verdict or a file; null for neither
     * @param body in Markdown
     */
    public record Remark(
            String kind,
            @Nullable String author,
            @Nullable String about,
            @Nullable String body) {}

    public static ThreadText of(Discussion discussion) {
        String title = line(discussion.title());
        List<String> paragraphs = new ArrayList<>();
        if (title.length() > TITLE_LIMIT) {
            paragraphs.add(title);
        }
        paragraphs.add(TokenLimit.shortened(MarkdownText.of(discussion.description()), DESCRIPTION_TOKENS));
        paragraphs.add(standing(discussion));
        discussion.remarks().forEach(remark -> paragraphs.add(told(remark)));
        paragraphs.removeIf(String::isEmpty);
        String shown = title.isEmpty() ? "(no title)" : PlainText.shortened(title, TITLE_LIMIT);
        return new ThreadText(shown, String.join("\n\n", paragraphs));
    }

    private static String standing(Discussion discussion) {
        String state = "State: " + discussion.state().toLowerCase(Locale.ROOT).replace('_', ' ');
        List<String> labels = discussion.labels().stream()
                .map(ThreadText::line)
                .filter(label -> !label.isEmpty())
                .limit(MOST_LABELS)
                .toList();
        return labels.isEmpty() ? state : state + "\nLabels: " + String.join(", ", labels);
    }

    private static String told(Remark remark) {
        String author = remark.author() == null ? "" : " by " + line(remark.author());
        String about = remark.about() == null ? "" : " (" + line(remark.about()) + ")";
        String body = TokenLimit.shortened(MarkdownText.of(remark.body()), REMARK_TOKENS);
        if (body.isEmpty()) {
            return about.isEmpty() ? "" : remark.kind() + author + about;
        }
        return remark.kind() + author + about + ":" + (body.startsWith("```") ? "\n" : " ") + body;
    }

    private static String line(String text) {
        return PlainText.cleaned(text).replaceAll("\\s+", " ").strip();
    }
}
