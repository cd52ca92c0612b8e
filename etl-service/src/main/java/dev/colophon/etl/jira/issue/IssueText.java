package dev.colophon.etl.jira.issue;

import dev.colophon.etl.jira.issue.Issue.Change;
import dev.colophon.etl.jira.issue.Issue.Comment;
import dev.colophon.etl.text.PlainText;
import dev.colophon.etl.text.TokenLimit;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an issue says, in the order in which it matters: description, type, priority and status, the chosen fields, the last
 * comments, labels and components, what changed last. Each part has its share of tokens, so that none crowds out another;
 * of comments and changes the newest count first and stand in the order in which they were made.
 *
 * @param title the key and the summary
 * @param text the rest, empty where there is none
 */
public record IssueText(String title, String text) {

    static final int DESCRIPTION_TOKENS = 6_000;
    static final int FIELD_TOKENS = 1_000;
    static final int COMMENT_TOKENS = 1_000;
    static final int COMMENTS_TOKENS = 3_000;
    static final int CHANGES_TOKENS = 400;
    private static final int LAST_COMMENTS = 10;
    private static final int LAST_CHANGES = 20;
    private static final int TITLE_LIMIT = 200;
    private static final int VALUE_LIMIT = 60;

    /** Changes that say what became of an issue; not where it stands on a board or what its text was before. */
    private static final Set<String> TOLD_CHANGES = Set.of(
            "status",
            "resolution",
            "assignee",
            "priority",
            "issuetype",
            "sprint",
            "fix version",
            "version",
            "component",
            "link",
            "parent",
            "epic link",
            "labels",
            "flagged",
            "duedate",
            "story points",
            "project",
            "key");

    public static IssueText of(Issue issue) {
        String summary = PlainText.cleaned(issue.summary()).strip().replaceAll("\\s+", " ");
        String title = issue.key() + ": " + (summary.isEmpty() ? "(no summary)" : summary);
        List<String> parts = new ArrayList<>();
        add(parts, title.length() > TITLE_LIMIT ? summary : "");
        add(parts, TokenLimit.shortened(issue.description(), DESCRIPTION_TOKENS));
        add(parts, lines(line("Type", issue.fact("type")), line("Priority", issue.fact("priority")), status(issue)));
        issue.fields().forEach((name, value) -> add(parts, labelled(name, value)));
        add(parts, labelled("Environment", issue.environment()));
        parts.addAll(comments(issue.comments()));
        add(
                parts,
                lines(
                        line("Labels", issue.fact("labels")),
                        line("Components", issue.fact("components")),
                        line("Fix versions", issue.fact("fix_versions")),
                        line("Links", issue.fact("links"))));
        add(parts, changes(issue.changes()));
        return new IssueText(PlainText.shortened(title, TITLE_LIMIT), PlainText.cleaned(String.join("\n\n", parts)));
    }

    private static String status(Issue issue) {
        String resolution = issue.fact("resolution");
        String status = issue.fact("status");
        return line("Status", resolution.isEmpty() || status.isEmpty() ? status : status + " (" + resolution + ")");
    }

    private static List<String> comments(List<Comment> comments) {
        List<String> told = new ArrayList<>();
        int tokens = 0;
        for (int i = comments.size() - 1; i >= 0 && told.size() < LAST_COMMENTS; i--) {
            Comment comment = comments.get(i);
            String text = TokenLimit.shortened(comment.text(), COMMENT_TOKENS).strip();
            tokens += TokenLimit.tokens(text);
            if (tokens > COMMENTS_TOKENS) {
                break;
            }
            if (!text.isEmpty()) {
                told.add("Comment by " + comment.author() + on(comment.at()) + ":\n" + text);
            }
        }
        Collections.reverse(told);
        return told;
    }

    private static String changes(List<Change> changes) {
        List<String> told = new ArrayList<>();
        int tokens = 0;
        for (int i = changes.size() - 1; i >= 0 && told.size() < LAST_CHANGES; i--) {
            Change change = changes.get(i);
            if (!TOLD_CHANGES.contains(change.field().toLowerCase(Locale.ROOT))) {
                continue;
            }
            String line = "- " + change.field() + ": " + value(change.from()) + " → " + value(change.to())
                    + on(change.at()) + " by " + change.author();
            tokens += TokenLimit.tokens(line);
            if (tokens > CHANGES_TOKENS) {
                break;
            }
            told.add(line);
        }
        Collections.reverse(told);
        return told.isEmpty() ? "" : "Changes:\n" + String.join("\n", told);
    }

    private static String value(String value) {
        String line = value.strip().replaceAll("\\s+", " ");
        return line.isEmpty()
                ? "none"
                : line.length() > VALUE_LIMIT ? PlainText.shortened(line, VALUE_LIMIT) + "…" : line;
    }

    private static String labelled(String name, String value) {
        String text = TokenLimit.shortened(value, FIELD_TOKENS).strip();
        if (text.isEmpty()) {
            return "";
        }
        return name + ":" + (text.contains("\n") ? "\n" : " ") + text;
    }

    private static String line(String name, String value) {
        return value.isEmpty() ? "" : name + ": " + value;
    }

    private static String lines(String... lines) {
        return List.of(lines).stream().filter(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static String on(@Nullable Instant at) {
        return at == null ? "" : " on " + at.atOffset(ZoneOffset.UTC).toLocalDate();
    }

    private static void add(List<String> parts, String part) {
        if (!part.isBlank()) {
            parts.add(part.strip());
        }
    }
}
