package dev.colophon.etl.text;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a commit says: its message without trailers, the first of the files it touches and how much it changed.
 *
 * @param title the subject line
 * @param text the rest, empty where there is none
 */
public record CommitText(String title, String text) {

    private static final int TITLE_LIMIT = 200;
    private static final int FILES_NAMED = 10;

    /** Lines that say who and where, not what. */
    private static final Pattern TRAILER = Pattern.compile(
            "(?i)^(signed-off-by|co-authored-by|reviewed-by|acked-by|tested-by|reported-by|change-id|cc|git-svn-id"
                    + "|\\(cherry picked from commit .*)\\b.*");

    public static CommitText of(Commit commit) {
        List<String> lines = PlainText.cleaned(commit.message()).lines().toList();
        String subject = lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("(no message)");
        String body = lines.stream()
                .dropWhile(String::isBlank)
                .skip(1)
                .filter(line -> !TRAILER.matcher(line.strip()).matches())
                .collect(Collectors.joining("\n"))
                .strip();
        String rest = subject.length() > TITLE_LIMIT ? subject + "\n" + body : body;
        return new CommitText(PlainText.shortened(subject, TITLE_LIMIT), joined(rest.strip(), changes(commit)));
    }

    private static String changes(Commit commit) {
        List<FileChange> files = commit.files();
        if (files.isEmpty()) {
            return "";
        }
        String named = files.stream()
                .limit(FILES_NAMED)
                .map(file -> PlainText.cleaned(file.path()))
                .collect(Collectors.joining(", "));
        String more = files.size() > FILES_NAMED ? " and " + (files.size() - FILES_NAMED) + " more" : "";
        return "Files: " + named + more + "\n"
                + counted(commit.filesChanged(), "file") + " changed, "
                + counted(commit.additions(), "addition") + ", "
                + counted(commit.deletions(), "deletion");
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String joined(String body, String changes) {
        return body.isEmpty() || changes.isEmpty() ? body + changes : body + "\n\n" + changes;
    }
}
