package dev.colophon.metadata.content;

import dev.colophon.ai.local.ProjectTexts;
import dev.colophon.metadata.project.ProjectText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything a project says, as far as metadata goes by it.
 *
 * @param documents read-me first, then other documents
 * @param items what was done, newest first, each with its title on the first line
 * @param people who did it: names that are no subject
 * @param revision counts the item changes that are in here
 */
public record ProjectContent(
        ProjectText text, List<String> documents, List<String> items, List<String> people, long revision) {

    public ProjectContent {
        documents = List.copyOf(documents);
        items = List.copyOf(items);
        people = List.copyOf(people);
    }

    /** Whether there is more to go by than a name. */
    public boolean saysSomething() {
        return text.saysSomething() || !documents.isEmpty() || !items.isEmpty();
    }

    /** How much there is, in characters. */
    public int length() {
        Stream<String> own = Stream.of(text.name(), orEmpty(text.description()), orEmpty(text.content()));
        return Stream.of(own, documents.stream(), items.stream())
                .flatMap(texts -> texts)
                .mapToInt(String::length)
                .sum();
    }

    /** As the local language tools take it: what the client wrote itself comes before what was captured. */
    public ProjectTexts texts() {
        List<String> all = new ArrayList<>();
        String content = text.content();
        if (content != null) {
            all.add(content);
        }
        all.addAll(documents);
        return new ProjectTexts(text.name(), text.description(), all, items, people);
    }

    private static String orEmpty(@Nullable String part) {
        return part == null ? "" : part;
    }
}
