package dev.colophon.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.embedding.vector.SearchScope;
import dev.colophon.embedding.vector.VectorIndex;
import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.embedding.EmbeddingFailed;
import dev.colophon.events.embedding.EmbeddingGenerated;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.events.project.ProjectDeleted;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.OpenApiDocument;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@EmbeddingServiceTest
class EmbeddingServiceIT {

    @Autowired
    EventsProbe events;

    @Autowired
    WebTestClient http;

    @Autowired
    DatabaseClient database;

    @Autowired
    VectorIndex index;

    private final UUID client = UUID.randomUUID();
    private final UUID project = UUID.randomUUID();
    private final String tag = "tag" + client.toString().substring(0, 8);

    @Test
    void publishesItsContract() {
        OpenApiDocument.assertUpToDate("embedding-service", http);
    }

    @Test
    void makesCapturedItemsFindableByMeaningAndByWord() {
        ItemCaptured retry = commit("Pause the consumer while the broker is unreachable", 1);
        ItemCaptured docs = commit("Correct a typo in the installation guide", 1);
        ItemCaptured speed = commit("Make CachedTokenizer twice as fast by reusing its buffers", 1);
        List.of(retry, docs, speed).forEach(events::publish);
        awaitCompleted(3);

        JsonNode hit =
                search("{\"query\": \"stop polling when kafka is down\"}").get(0);
        assertThat(hit.get("item_id").asText()).isEqualTo(retry.itemId().toString());
        assertThat(hit.get("title").asText()).isEqualTo(retry.title());
        assertThat(hit.get("url").asText()).isEqualTo(retry.url());
        assertThat(hit.get("snippet").asText()).contains("broker is unreachable");
        assertThat(ids(search("{\"query\": \"cached tokenizer\", \"mode\": \"keyword\"}")))
                .containsExactly(speed.itemId());
        assertThat(ids(search("{\"query\": \"performance\", \"mode\": \"semantic\", \"k\": 1}")))
                .containsExactly(speed.itemId());
        assertThat(search("{\"query\": \"typo\", \"project_id\": \"" + UUID.randomUUID() + "\"}"))
                .isEmpty();
        assertThat(search("{\"query\": \"typo\", \"kinds\": [\"jira_issue\"]}")).isEmpty();

        List<Event<AiUsageObserved>> usage = usage("embedding");
        assertThat(usage.stream().mapToInt(fact -> fact.payload().inputCount()).sum())
                .isEqualTo(3);
        assertThat(usage).allSatisfy(fact -> {
            assertThat(fact.payload().provider()).isEqualTo("local");
            assertThat(fact.payload().projectId()).isEqualTo(project);
            assertThat(fact.payload().inputTokens()).isPositive();
        });
        assertThat(generated(retry).payload().chunks()).isEqualTo(1);
        awaitUsage("search", 4);

        JsonNode similar =
                get("/api/v1/items/" + retry.itemId() + "/similar?k=2").get("hits");
        assertThat(ids(similar)).hasSize(2).doesNotContain(retry.itemId());
        assertThat(status("/api/v1/items/" + UUID.randomUUID() + "/similar")).isEqualTo(404);
    }

    @Test
    void showsNoClientWhatAnotherHas() {
        events.publish(commit("Rotate the signing keys every ninety days", 1));
        awaitCompleted(1);

        String stranger = TestTokens.bearer(UUID.randomUUID(), Role.MEMBER);
        JsonNode answer = post("/api/v1/search", "{\"query\": \"rotate signing keys\"}", stranger);

        assertThat(answer.get("hits")).isEmpty();
        assertThat(search("{\"query\": \"rotate signing keys\"}")).hasSize(1);
        assertThat(answer.get("model_used").asText()).isNotEmpty();
        http.get().uri("/api/v1/embeddings/stats").exchange().expectStatus().isUnauthorized();
    }

    @Test
    void changesNothingWhenAVersionComesAgain() {
        ItemCaptured item = document("Guide " + tag, paragraphs(60, ""), 5);
        events.publish(item);
        long chunks = awaitAllCompleted();
        int embedded = EmbedderWatch.embedded(tag);

        events.publish(item);
        ItemCaptured older = document(item.itemId(), "Guide " + tag, "An older text.", 4);
        events.publish(older);
        events.publish(commit("A marker that comes after them", 1));
        awaitCompleted(chunks + 1);

        assertThat(EmbedderWatch.embedded(tag)).isEqualTo(embedded).isEqualTo((int) chunks);
        assertThat(get("/api/v1/items/" + item.itemId() + "/chunks?limit=200").get("items"))
                .hasSize((int) chunks);
    }

    @Test
    void embedsOnlyWhatAnEditChanged() {
        ItemCaptured first = document("Handbook " + tag, paragraphs(120, ""), 1);
        events.publish(first);
        long chunks = awaitAllCompleted();
        assertThat(chunks).isGreaterThan(15);
        int before = EmbedderWatch.embedded(tag);
        String edited = paragraphs(120, "").replace("Paragraph 60 ", "Paragraph sixty, written anew, ");

        events.publish(document(first.itemId(), "Handbook " + tag, edited, 2));

        Event<EmbeddingGenerated> second = events.await(
                        EmbeddingGenerated.class,
                        event -> event.payload().itemId().equals(first.itemId())
                                && event.payload().itemVersion() == 2)
                .get(0);
        assertThat(EmbedderWatch.embedded(tag) - before).isBetween(1, 4);
        awaitCompleted(second.payload().chunks());
        await().untilAsserted(
                        () -> assertThat(ids(search("{\"query\": \"sixty written anew\", \"mode\": \"keyword\"}")))
                                .containsExactly(first.itemId()));
    }

    @Test
    void reusesTheVectorOfATextThatItHas() {
        String text = paragraphs(2, "Shared. ");
        events.publish(document("Same " + tag, text, 1));
        awaitCompleted(1);
        events.publish(document("Same " + tag, text, 1));
        awaitCompleted(2);

        assertThat(EmbedderWatch.embedded(tag)).isEqualTo(1);
        await().untilAsserted(() -> assertThat(usage("embedding").stream()
                        .filter(fact -> fact.payload().cacheHit())
                        .mapToInt(fact -> fact.payload().inputCount())
                        .sum())
                .isEqualTo(1));
    }

    @Test
    void isolatesATextThatCannotBeEmbedded() {
        List<ItemCaptured> good = IntStream.range(0, 12)
                .mapToObj(i -> commit("A commit that is fine, number " + i, 1))
                .toList();
        ItemCaptured bad = commit(EmbedderWatch.REFUSED + " " + tag, 1);
        good.subList(0, 6).forEach(events::publish);
        events.publish(bad);
        good.subList(6, 12).forEach(events::publish);

        Event<EmbeddingFailed> failed = events.await(
                        EmbeddingFailed.class, event -> event.payload().itemId().equals(bad.itemId()))
                .get(0);

        assertThat(failed.payload().failedChunks()).isEqualTo(1);
        assertThat(failed.payload().reason()).isEqualTo("refused");
        awaitCompleted(12);
        JsonNode stats = stats().get("chunks");
        assertThat(stats.get("failed").asInt()).isEqualTo(1);
        assertThat(stats.get("pending").asInt()).isZero();
        JsonNode chunk =
                get("/api/v1/items/" + bad.itemId() + "/chunks").get("items").get(0);
        assertThat(chunk.get("status").asText()).isEqualTo("failed");
        assertThat(chunk.get("attempts").asInt()).isEqualTo(3);
        assertThat(chunk.get("last_error").asText()).isEqualTo("refused");
        assertThat(stats().get("completion_rate").asDouble()).isEqualTo(0.923);
    }

    @Test
    void assemblesAnItemOfSeveralPartsOnce() {
        String text = paragraphs(80, "Large. ");
        int third = text.length() / 3;
        UUID id = UUID.randomUUID();
        List<String> parts =
                List.of(text.substring(0, third), text.substring(third, 2 * third), text.substring(2 * third));
        for (int part : new int[] {3, 1, 2}) {
            events.publish(new ItemCaptured(
                    new ClientId(client),
                    project,
                    id,
                    null,
                    ItemKind.DOCUMENT,
                    "large.md",
                    1,
                    "Large",
                    parts.get(part - 1),
                    part,
                    3,
                    null,
                    null,
                    null,
                    Map.of(),
                    null,
                    Instant.now()));
        }

        long chunks = awaitAllCompleted();

        assertThat(chunks).isGreaterThan(8);
        assertThat(stats().get("items").asInt()).isEqualTo(1);
        assertThat(rows("select count(*) from item_part where item_id = '" + id + "'"))
                .isZero();
    }

    @Test
    void forgetsWhatIsRemoved() {
        ItemCaptured kept = commit("Keep the ledger exact to ten decimals", 1);
        ItemCaptured removed = commit("Remove the obsolete scheduler", 3);
        ItemCaptured elsewhere = new ItemCaptured(
                new ClientId(client),
                UUID.randomUUID(),
                UUID.randomUUID(),
                null,
                ItemKind.COMMIT,
                "x",
                1,
                "Another project's scheduler",
                "Another project's scheduler",
                1,
                1,
                null,
                null,
                null,
                Map.of(),
                null,
                Instant.now());
        List.of(kept, removed, elsewhere).forEach(events::publish);
        awaitCompleted(3);

        events.publish(new ItemRemoved(new ClientId(client), project, removed.itemId(), 4, Instant.now()));
        events.publish(new ProjectDeleted(new ClientId(client), elsewhere.projectId(), Instant.now()));
        awaitCompleted(1);
        events.publish(commit(removed.itemId(), "Remove the obsolete scheduler", 3));
        events.publish(commit("A marker that comes after it", 1));
        awaitCompleted(2);

        assertThat(ids(search("{\"query\": \"scheduler\"}")))
                .contains(kept.itemId())
                .hasSize(2);
        await().untilAsserted(() -> assertThat(search("{\"query\": \"scheduler\", \"mode\": \"keyword\"}"))
                .isEmpty());
        assertThat(status("/api/v1/items/" + removed.itemId() + "/chunks")).isEqualTo(404);
    }

    @Test
    void hasTheNextBatchInLineWhileOneIsComputed() {
        String next = "behind-" + tag;
        EmbedderWatch.hold("ahead-" + tag);
        try {
            events.publish(commit("Held ahead-" + tag, 1));
            EmbedderWatch.awaitHeld();
            events.publish(commit("Comes " + next, 1));

            await().untilAsserted(() -> assertThat(EmbedderWatch.embedded(next)).isEqualTo(1));
        } finally {
            EmbedderWatch.release();
        }
        awaitCompleted(2);
    }

    @Test
    void countsNothingTwiceWhenALeaseIsLost() {
        EmbedderWatch.hold(tag);
        events.publish(commit("Held while its lease is taken away " + tag, 1));
        events.publish(commit("Held as well, and stays leased " + tag, 1));
        EmbedderWatch.awaitHeld();
        rows("with stolen as (update work_item set lease_token = null, due_at = now() where subject_id in"
                + " (select subject_id from work_item where client_id = '" + client + "' limit 1) returning 1)"
                + " select count(*) from stolen");
        EmbedderWatch.release();
        awaitCompleted(2);

        await().untilAsserted(() -> assertThat(usage("embedding").stream()
                        .mapToInt(fact -> fact.payload().inputCount())
                        .sum())
                .isEqualTo(2));
        assertThat(rows("select count(*) from work_item where client_id = '" + client + "'"))
                .isZero();
    }

    @Test
    void makesTheIndexAnewWhenItsFolderIsGone() throws IOException {
        events.publish(commit("Found before the folder is gone", 1));
        awaitCompleted(1);
        try (var files = Files.list(Path.of("target/embedding-index-it"))) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }

        events.publish(commit("Captured after the folder is gone", 1));

        awaitCompleted(2);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Files.list(Path.of("target/embedding-index-it")))
                        .isNotEmpty());
        awaitIndexed(2);
        assertThat(search("{\"query\": \"before the folder is gone\", \"mode\": \"keyword\"}"))
                .hasSize(2);
    }

    @Test
    void refusesWhatCannotBeSearched() {
        for (String body : List.of(
                "{\"query\": \" \"}",
                "{\"query\": \"x\", \"k\": 0}",
                "{\"query\": \"x\", \"k\": 101}",
                "{\"query\": \"x\", \"mode\": \"magic\"}",
                "{\"query\": \"x\", \"kinds\": [\"novel\"]}",
                "{\"query\": \"x\", \"project_id\": \"7\"}",
                "{\"query\": 7, \"color\": 1}",
                "{\"query\": \"a\\u0000b\"}",
                "{\"query\": \"" + "x".repeat(2_001) + "\"}",
                "{}")) {
            http.post()
                    .uri("/api/v1/search")
                    .header("Authorization", TestTokens.bearer(client, Role.VIEWER))
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(body)
                    .exchange()
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.errors[0].field")
                    .isNotEmpty();
        }
        assertThat(status("/api/v1/items/not-an-id/similar")).isEqualTo(400);
        assertThat(status("/api/v1/items/" + UUID.randomUUID() + "/similar?k=0"))
                .isEqualTo(400);
    }

    private ItemCaptured commit(String subject, long version) {
        return commit(UUID.randomUUID(), subject, version);
    }

    private ItemCaptured commit(UUID id, String subject, long version) {
        return new ItemCaptured(
                new ClientId(client),
                project,
                id,
                null,
                ItemKind.COMMIT,
                id.toString(),
                version,
                subject,
                subject,
                1,
                1,
                "https://example.invalid/commit/" + id,
                "somebody",
                "en",
                Map.of(),
                Instant.now(),
                Instant.now());
    }

    private ItemCaptured document(String title, String text, long version) {
        return document(UUID.randomUUID(), title, text, version);
    }

    private ItemCaptured document(UUID id, String title, String text, long version) {
        return new ItemCaptured(
                new ClientId(client),
                project,
                id,
                null,
                ItemKind.DOCUMENT,
                title,
                version,
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

    private static String paragraphs(int count, String prefix) {
        return IntStream.range(0, count)
                .mapToObj(i -> prefix + "Paragraph " + i + " speaks of subject " + Integer.toString(i * 7919, 36)
                        + ". It says in a second sentence what the first one left open about "
                        + Integer.toString(i * 104_729, 36) + ".")
                .collect(Collectors.joining("\n\n"));
    }

    private void awaitCompleted(long chunks) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode counts = stats().get("chunks");
            assertThat(counts.get("completed").asLong()).isEqualTo(chunks);
            assertThat(counts.get("pending").asLong()).isZero();
        });
        awaitIndexed(chunks);
    }

    private long awaitAllCompleted() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            JsonNode counts = stats().get("chunks");
            assertThat(counts.get("completed").asLong()).isPositive();
            assertThat(counts.get("pending").asLong()).isZero();
        });
        return stats().get("chunks").get("completed").asLong();
    }

    private void awaitIndexed(long chunks) {
        SearchScope ours = SearchScope.of(
                client, stats().get("by_model").get(0).get("model").asText());
        float[] anything = new float[384];
        anything[0] = 1;
        await().untilAsserted(
                        () -> assertThat(index.nearest(ours, anything, 1_000)).hasSize((int) chunks));
    }

    private List<Event<AiUsageObserved>> usage(String operation) {
        return events.all(
                AiUsageObserved.class,
                event -> event.clientId().value().equals(client)
                        && event.payload().operation().equals(operation));
    }

    private void awaitUsage(String operation, int facts) {
        await().untilAsserted(() -> assertThat(usage(operation)).hasSizeGreaterThanOrEqualTo(facts));
    }

    private Event<EmbeddingGenerated> generated(ItemCaptured item) {
        return events.await(
                        EmbeddingGenerated.class,
                        event -> event.payload().itemId().equals(item.itemId()))
                .get(0);
    }

    private JsonNode stats() {
        return get("/api/v1/embeddings/stats");
    }

    private JsonNode search(String body) {
        return post("/api/v1/search", body, TestTokens.bearer(client, Role.VIEWER))
                .get("hits");
    }

    private static List<UUID> ids(JsonNode hits) {
        List<UUID> ids = new ArrayList<>();
        hits.forEach(hit -> ids.add(UUID.fromString(hit.get("item_id").asText())));
        return ids;
    }

    private JsonNode get(String path) {
        return http.get()
                .uri(path)
                .header("Authorization", TestTokens.bearer(client, Role.VIEWER))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private int status(String path) {
        return http.get()
                .uri(path)
                .header("Authorization", TestTokens.bearer(client, Role.VIEWER))
                .exchange()
                .returnResult(String.class)
                .getStatus()
                .value();
    }

    private JsonNode post(String path, String body, String authorization) {
        return http.post()
                .uri(path)
                .header("Authorization", authorization)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private long rows(String sql) {
        return database.sql(sql).mapValue(Long.class).one().blockOptional().orElseThrow();
    }
}
