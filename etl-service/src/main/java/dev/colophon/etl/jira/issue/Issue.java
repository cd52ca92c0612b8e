package dev.colophon.etl.jira.issue;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An issue as Jira shows it now, its markup already text.
 *
 * @param id stays when the key moves to another project
 * @param facts what is short and has a name: {@code type}, {@code priority}, {@code status}, {@code labels} and so on;
 *     nothing where Jira has nothing
 * @param fields the fields that the client chose, by their names
 * @param comments the last ones, oldest first
 * @param commentCount of all there are
 * @param changes the last ones, oldest first
 * @param changeCount of all there are
 */
public record Issue(
        String id,
        String key,
        Instant updated,
        @Nullable Instant created,
        String summary,
        String description,
        String environment,
        @Nullable String author,
        Map<String, String> facts,
        Map<String, String> fields,
        List<Comment> comments,
        int commentCount,
        List<Change> changes,
        int changeCount) {

    public Issue {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        comments = List.copyOf(comments);
        changes = List.copyOf(changes);
    }

    /** What somebody said. */
    public record Comment(String author, @Nullable Instant at, String text) {}

    /** What somebody changed; the values are empty where there was or is none. */
    public record Change(String author, @Nullable Instant at, String field, String from, String to) {}

    String fact(String name) {
        return facts.getOrDefault(name, "");
    }
}
