package dev.colophon.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.events.ClientId;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.SharedData;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Real commits and real release notes through the whole service: does search find what people mean? */
@EmbeddingServiceTest
class SearchQualityIT {

    private static final Logger log = LoggerFactory.getLogger(SearchQualityIT.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** A part of the commits is enough for a test of every day; all of them give 31 by meaning and 32 of 33 by both. */
    private static final int ONE_IN = 3;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Autowired
    EventsProbe events;

    @Autowired
    WebTestClient http;

    private final UUID client = UUID.randomUUID();

    private record Question(String text, Set<UUID> answers) {}

    @Test
    void findsACommitByAParaphraseOfItsMessage() throws IOException {
        String asked = resource("/paraphrases.tsv");
        Map<String, UUID> itemBySha = new HashMap<>();
        List<ItemCaptured> items = new ArrayList<>();
        try (var files = Files.list(SharedData.require("commits"))) {
            for (Path file : files.sorted().toList()) {
                UUID project = UUID.randomUUID();
                for (String line : Files.readAllLines(file)) {
                    ItemCaptured item = commit(project, JSON.readTree(line));
                    boolean answers = asked.contains(item.externalId().substring(0, 9));
                    if (!answers && item.externalId().hashCode() % ONE_IN != 0) {
                        continue;
                    }
                    items.add(item);
                    itemBySha.put(item.externalId().substring(0, 9), item.itemId());
                }
            }
        }
        embed(items);

        List<Question> questions = paraphrases(asked, itemBySha);

        assertThat(share(questions, "semantic", 5))
                .as("semantic, among the first five")
                .isGreaterThanOrEqualTo(0.9);
        assertThat(share(questions, "hybrid", 5))
                .as("hybrid, among the first five")
                .isGreaterThanOrEqualTo(0.9);
        share(questions, "keyword", 5);
        share(questions, "hybrid", 1);
    }

    @Test
    void findsACommitByItsReleaseNote() throws IOException {
        UUID project = UUID.randomUUID();
        List<ItemCaptured> items = new ArrayList<>();
        List<Question> questions = new ArrayList<>();
        for (String line : Files.readAllLines(SharedData.require("similarity/pairs.jsonl"))) {
            JsonNode pair = JSON.readTree(line);
            if (pair.get("relation").asText().equals("commit_and_changelog_entry")) {
                ItemCaptured item = item(
                        project,
                        pair.get("a").asText(),
                        pair.get("a").asText(),
                        pair.get("id").asText());
                items.add(item);
                questions.add(new Question(pair.get("b").asText(), Set.of(item.itemId())));
            }
        }
        embed(items);

        assertThat(share(questions, "semantic", 5))
                .as("semantic, among the first five")
                .isGreaterThanOrEqualTo(0.8);
        assertThat(share(questions, "hybrid", 5))
                .as("hybrid, among the first five")
                .isGreaterThanOrEqualTo(0.8);
        share(questions, "keyword", 5);
        share(questions, "hybrid", 1);
    }

    private double share(List<Question> questions, String mode, int k) {
        int found = 0;
        for (Question question : questions) {
            if (search(question.text(), mode, k).stream().anyMatch(question.answers()::contains)) {
                found++;
            } else if (mode.equals("hybrid") && k == 5) {
                log.info("not among the first five: {}", question.text());
            }
        }
        double share = (double) found / questions.size();
        log.info("{} of {} questions answered by {} among the first {}", found, questions.size(), mode, k);
        return share;
    }

    private List<UUID> search(String query, String mode, int k) {
        ObjectNode request =
                JSON.createObjectNode().put("query", query).put("mode", mode).put("k", k);
        JsonNode answer = http.post()
                .uri("/api/v1/search")
                .header("Authorization", TestTokens.bearer(client, Role.VIEWER))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(request)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        List<UUID> ids = new ArrayList<>();
        answer.get("hits")
                .forEach(hit -> ids.add(UUID.fromString(hit.get("item_id").asText())));
        return ids;
    }

    /** Waits until every item is searchable, and says how fast that was. */
    private void embed(List<ItemCaptured> items) {
        long started = System.nanoTime();
        items.forEach(events::publish);
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode stats = http.get()
                    .uri("/api/v1/embeddings/stats")
                    .header("Authorization", TestTokens.bearer(client, Role.VIEWER))
                    .exchange()
                    .expectBody(JsonNode.class)
                    .returnResult()
                    .getResponseBody();
            assertThat(stats.get("items").asInt()).isEqualTo(items.size());
            assertThat(stats.get("chunks").get("pending").asInt()).isZero();
        });
        log.info("{} items embedded in {} ms", items.size(), (System.nanoTime() - started) / 1_000_000);
        UUID last = items.get(items.size() - 1).itemId();
        await().atMost(PATIENCE).until(() -> search(items.get(items.size() - 1).title(), "hybrid", 20)
                .contains(last));
    }

    private static List<Question> paraphrases(String asked, Map<String, UUID> itemBySha) {
        return asked.lines()
                .map(line -> line.split("\t"))
                .map(columns -> new Question(
                        columns[1],
                        Arrays.stream(columns[0].split(","))
                                .map(sha -> assertKnown(itemBySha, sha))
                                .collect(Collectors.toSet())))
                .toList();
    }

    private static String resource(String name) throws IOException {
        try (var content = SearchQualityIT.class.getResourceAsStream(name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static UUID assertKnown(Map<String, UUID> itemBySha, String sha) {
        assertThat(itemBySha).containsKey(sha);
        return itemBySha.get(sha);
    }

    private ItemCaptured commit(UUID project, JsonNode commit) {
        String message = commit.get("commit").get("message").asText();
        String said = message.lines()
                .filter(line -> !line.matches("(Signed-off-by|Co-authored-by):.*"))
                .collect(Collectors.joining("\n"))
                .strip();
        List<String> files = new ArrayList<>();
        commit.get("files").forEach(file -> files.add(file.get("filename").asText()));
        JsonNode stats = commit.get("stats");
        String text = said + "\n\nFiles: " + String.join(", ", files.subList(0, Math.min(10, files.size())))
                + "\nChanges: +" + stats.get("additions").asInt() + " -"
                + stats.get("deletions").asInt() + " in " + files.size() + " files";
        return item(
                project,
                message.lines().findFirst().orElse(""),
                text,
                commit.get("sha").asText());
    }

    private ItemCaptured item(UUID project, String title, String text, String externalId) {
        return new ItemCaptured(
                new ClientId(client),
                project,
                UUID.randomUUID(),
                null,
                ItemKind.COMMIT,
                externalId,
                1,
                title,
                text,
                1,
                1,
                null,
                null,
                "en",
                Map.of(),
                null,
                Instant.now());
    }
}
