package dev.colophon.metadata.project;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client wrote about a project, trimmed; an empty description or content is none. */
public record ProjectText(
        String name, @Nullable String description, @Nullable String content) {

    public static final int MAX_NAME = 200;
    public static final int MAX_DESCRIPTION = 10_000;
    public static final int MAX_CONTENT = 200_000;

    /** What is wrong with a field. */
    public record Violation(String field, String message) {}

    public ProjectText {
        name = name.strip();
        description = blankToNull(description);
        content = blankToNull(content);
    }

    /** The same text with the parts that are given instead of its own; an empty part takes its own away. */
    ProjectText with(@Nullable String newName, @Nullable String newDescription, @Nullable String newContent) {
        return new ProjectText(
                newName == null ? name : newName,
                newDescription == null ? description : newDescription,
                newContent == null ? content : newContent);
    }

    /** Everything that is wrong, in the order of the fields. */
    List<Violation> violations() {
        List<Violation> violations = new ArrayList<>();
        if (name.isEmpty()) {
            violations.add(new Violation("name", "must not be empty"));
        }
        tooLong(violations, "name", name, MAX_NAME);
        tooLong(violations, "description", description, MAX_DESCRIPTION);
        tooLong(violations, "content", content, MAX_CONTENT);
        return violations;
    }

    /** Whether there is more than a name. */
    public boolean saysSomething() {
        return description != null || content != null;
    }

    /** SHA-256 over all parts: equal texts have equal hashes. */
    public String hash() {
        String all = String.join("\u0000", name, orEmpty(description), orEmpty(content));
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(all.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void tooLong(List<Violation> violations, String field, @Nullable String text, int max) {
        if (text != null && text.length() > max) {
            violations.add(
                    new Violation(field, "must be at most %,d characters long, is %,d".formatted(max, text.length())));
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
