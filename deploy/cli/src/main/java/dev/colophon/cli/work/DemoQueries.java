package dev.colophon.cli.work;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What to search a project for to show what search does: its own words, whatever the project is about. */
public final class DemoQueries {

    private static final int TAGS = 2;
    private static final int SENTENCE_WORDS = 14;

    private DemoQueries() {}

    /** The first tags, and the first sentence of the summary; the project's name where it has neither. */
    public static List<String> of(JsonNode project) {
        JsonNode meta = project.path("meta");
        Set<String> queries = new LinkedHashSet<>();
        for (JsonNode tag : meta.path("ai_generated_tags")) {
            if (queries.size() < TAGS) {
                queries.add(tag.asText().replace('-', ' '));
            }
        }
        queries.add(firstSentence(meta.path("content_summary").asText("")));
        queries.removeIf(String::isBlank);
        if (queries.isEmpty()) {
            queries.add(project.path("name").asText());
        }
        return new ArrayList<>(queries);
    }

    private static String firstSentence(String summary) {
        String sentence = summary.strip().split("(?<=[.!?])\\s+", 2)[0].replaceFirst("[.!?]+$", "");
        String[] words = sentence.split("\\s+");
        return String.join(" ", List.of(words).subList(0, Math.min(SENTENCE_WORDS, words.length)));
    }
}
