package dev.colophon.ai.local;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a project in words.
 *
 * @param documents long texts in Markdown, the read-me first
 * @param items many short texts, newest first: commit messages, issues with their titles on the first line
 * @param people authors, assignees, logins: they never become tags
 */
public record ProjectTexts(
        String name,
        @Nullable String description,
        List<String> documents,
        List<String> items,
        Collection<String> people) {

    public ProjectTexts {
        documents = List.copyOf(documents);
        items = List.copyOf(items);
        people = Set.copyOf(people);
    }

    /** A project that nothing was captured of yet. */
    public static ProjectTexts of(String name, @Nullable String description, @Nullable String content) {
        return new ProjectTexts(
                name, description, content == null ? List.of() : List.of(content), List.of(), List.of());
    }
}
