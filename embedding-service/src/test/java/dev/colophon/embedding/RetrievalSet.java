package dev.colophon.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.testing.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Texts, and questions to which some of them are the answers.
 *
 * @param expected the share of questions with a right answer among the first ten of a hybrid search, at least
 */
record RetrievalSet(String name, Set<String> texts, Map<String, Set<String>> questions, double expected) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A part of the commits is enough for a test of every day. */
    private static final int ONE_IN = 3;

    /** Sentences that people scored 4 of 5 or higher say the same. */
    private static final double SAME = 0.8;

    static List<RetrievalSet> read(boolean all) throws IOException {
        List<JsonNode> pairs = new ArrayList<>();
        for (String line : Files.readAllLines(SharedData.require("similarity/pairs.jsonl"))) {
            pairs.add(JSON.readTree(line));
        }
        List<RetrievalSet> sets = new ArrayList<>();
        sets.add(commits(all));
        sets.add(ofPairs(
                "release notes", pairs, "commit_and_changelog_entry", Set.of("commit_and_changelog_entry"), 0.8));
        sets.add(ofPairs("pull requests", pairs, "pull_request_fixes_issue", Set.of("pull_request_fixes_issue"), 0.9));
        if (all) {
            sets.add(ofPairs("duplicates", pairs, "duplicate", Set.of("duplicate", "related", "unrelated"), 0.9));
            sets.add(ofPairs("sentences", pairs, "sts", Set.of("sts"), 0.9));
            sets.add(ofPairs("translations", pairs, "sts_cross_lingual", Set.of("sts_cross_lingual"), 0));
        }
        return sets;
    }

    /** Asks for what stands on the one side of related pairs, among all that stands on the other side. */
    private static RetrievalSet ofPairs(
            String name, List<JsonNode> pairs, String related, Set<String> among, double expected) {
        Set<String> texts = new LinkedHashSet<>();
        Map<String, Set<String>> questions = new LinkedHashMap<>();
        for (JsonNode pair : pairs) {
            String relation = pair.get("relation").asText();
            if (among.contains(relation)) {
                texts.add(pair.get("a").asText());
            }
            if (relation.equals(related) && pair.get("score").asDouble() >= SAME) {
                questions
                        .computeIfAbsent(pair.get("b").asText(), question -> new HashSet<>())
                        .add(pair.get("a").asText());
            }
        }
        return new RetrievalSet(name, texts, questions, expected);
    }

    private static RetrievalSet commits(boolean all) throws IOException {
        String paraphrases = resource("/paraphrases.tsv");
        Set<String> texts = new LinkedHashSet<>();
        Map<String, String> textOfSha = new HashMap<>();
        try (var files = Files.list(SharedData.require("commits"))) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode commit = JSON.readTree(line);
                    String sha = commit.get("sha").asText();
                    boolean answers = paraphrases.contains(sha.substring(0, 9));
                    if (all || answers || sha.hashCode() % ONE_IN == 0) {
                        String text = text(commit);
                        texts.add(text);
                        textOfSha.put(sha.substring(0, 9), text);
                    }
                }
            }
        }
        Map<String, Set<String>> questions = new LinkedHashMap<>();
        paraphrases
                .lines()
                .map(line -> line.split("\t"))
                .forEach(columns -> questions.put(
                        columns[1],
                        Set.of(columns[0].split(",")).stream()
                                .map(textOfSha::get)
                                .collect(Collectors.toSet())));
        return new RetrievalSet("paraphrased commits", texts, questions, 0.9);
    }

    private static String text(JsonNode commit) {
        String said = commit.get("commit")
                .get("message")
                .asText()
                .lines()
                .filter(line -> !line.matches("(Signed-off-by|Co-authored-by):.*"))
                .collect(Collectors.joining("\n"))
                .strip();
        List<String> files = new ArrayList<>();
        commit.get("files").forEach(file -> files.add(file.get("filename").asText()));
        JsonNode stats = commit.get("stats");
        return said + "\n\nFiles: " + String.join(", ", files.subList(0, Math.min(10, files.size())))
                + "\nChanges: +" + stats.get("additions").asInt() + " -"
                + stats.get("deletions").asInt() + " in " + files.size() + " files";
    }

    private static String resource(String name) throws IOException {
        try (var content = RetrievalSet.class.getResourceAsStream(name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
