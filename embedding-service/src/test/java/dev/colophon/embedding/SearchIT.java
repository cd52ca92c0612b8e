package dev.colophon.embedding;

import static dev.colophon.embedding.ClientCalls.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.ClientId;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.events.metadata.MetadataGenerated;
import dev.colophon.events.project.ProjectDeleted;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.RowLevelSecurityAssertions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@EmbeddingServiceTest
class SearchIT {

    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");

    @Autowired
    EventsProbe events;

    @Autowired
    WebTestClient http;

    private final UUID project = UUID.randomUUID();
    private ClientCalls client;

    @BeforeEach
    void beAClientOfItsOwn() {
        client = ClientCalls.of(http);
    }

    @Test
    void protectsEveryTableOfAClient() throws Exception {
        RowLevelSecurityAssertions.assertEveryClientTableIsProtected("embedding", "vector_change");
    }

    @Test
    void givesEveryItemOnceOverPagesWhileItemsComeAndGo() {
        List<ItemCaptured> items = IntStream.range(0, 25)
                .mapToObj(i -> client.commit(project, "Retry the poll of partition " + i + " after the broker is back"))
                .toList();
        items.forEach(events::publish);
        client.awaitFound(items.get(24));
        Map<String, List<UUID>> given = new HashMap<>();
        Map<String, String> cursors = new HashMap<>(Map.of("hybrid", "null", "semantic", "null", "keyword", "null"));
        while (!cursors.isEmpty()) {
            for (String mode : List.copyOf(cursors.keySet())) {
                JsonNode answer = client.search("""
                        {"query": "retry polling a partition", "mode": "%s", "limit": 7, "cursor": %s}
                        """.formatted(mode, cursors.remove(mode)));
                given.computeIfAbsent(mode, first -> new ArrayList<>()).addAll(ids(answer.get("hits")));
                if (!answer.get("next_cursor").isNull()) {
                    cursors.put(mode, answer.get("next_cursor").toString());
                }
            }
            ItemCaptured newcomer = client.commit(project, "Retry polling a partition, said anew");
            events.publish(newcomer);
            client.awaitFound(newcomer);
        }

        assertThat(given).hasSize(3).allSatisfy((mode, ids) -> assertThat(ids)
                .doesNotHaveDuplicates()
                .containsAll(items.stream().map(ItemCaptured::itemId).toList()));
    }

    @Test
    void narrowsByKindTimeAndProject() {
        ItemCaptured old = client.item(project, ItemKind.COMMIT, MAY, "Speed up the tokenizer", "It was slow.");
        ItemCaptured recent = client.item(project, ItemKind.DOCUMENT, JUNE, "Tokenizer guide", "How to be fast.");
        ItemCaptured timeless =
                client.item(UUID.randomUUID(), ItemKind.COMMIT, null, "Tokenizer tests", "Of its speed.");
        List.of(old, recent, timeless).forEach(events::publish);
        client.awaitFound(timeless);

        assertThat(found("\"from\": \"2026-05-15T00:00:00Z\"")).containsExactly(recent.itemId());
        assertThat(found("\"to\": \"2026-06-01T00:00:00Z\"")).containsExactly(old.itemId());
        assertThat(found("\"from\": \"2026-05-01T00:00:00Z\", \"to\": \"2026-06-01T00:00:01Z\""))
                .containsExactlyInAnyOrder(old.itemId(), recent.itemId());
        assertThat(found("\"kinds\": [\"commit\"]")).containsExactlyInAnyOrder(old.itemId(), timeless.itemId());
        assertThat(found("\"project_id\": \"" + project + "\", \"kinds\": [\"document\"]"))
                .containsExactly(recent.itemId());
        JsonNode hit = client.search("{\"query\": \"tokenizer\", \"kinds\": [\"document\"]}")
                .at("/hits/0");
        assertThat(hit.get("occurred_at").asText()).isEqualTo("2026-06-01T00:00:00Z");
    }

    @Test
    void narrowsByTagsAsSoonAsMetadataTellsOfThem() {
        UUID elsewhere = UUID.randomUUID();
        ItemCaptured here = client.commit(project, "Compact the log of offsets");
        ItemCaptured there = client.commit(elsewhere, "Compact the offsets of the log");
        List.of(here, there).forEach(events::publish);
        client.awaitFound(there);
        events.publish(metadata(project, Instant.now(), "Kafka", "storage"));
        events.publish(metadata(elsewhere, Instant.now(), "kafka"));

        await().untilAsserted(() ->
                assertThat(found("\"tags\": [\"kafka\"]")).containsExactlyInAnyOrder(here.itemId(), there.itemId()));
        assertThat(found("\"tags\": [\"Storage\", \"kafka\"]")).containsExactly(here.itemId());
        assertThat(found("\"tags\": [\"kafka\"], \"project_id\": \"" + elsewhere + "\""))
                .containsExactly(there.itemId());
        assertThat(found("\"tags\": [\"storage\"], \"project_id\": \"" + elsewhere + "\""))
                .isEmpty();
        assertThat(found("\"tags\": [\"unheard of\"]")).isEmpty();

        events.publish(metadata(project, Instant.now(), "messaging"));
        events.publish(metadata(project, Instant.now().minusSeconds(60), "late", "storage"));
        await().untilAsserted(
                        () -> assertThat(found("\"tags\": [\"messaging\"]")).containsExactly(here.itemId()));
        assertThat(found("\"tags\": [\"storage\"]")).isEmpty();

        events.publish(new ProjectDeleted(new ClientId(client.id()), elsewhere, Instant.now()));
        await().untilAsserted(() -> assertThat(found("\"tags\": [\"kafka\"]")).isEmpty());
    }

    @Test
    void pointsAtTheWordsThatWereAskedFor() {
        String text = "An introduction that is about other matters entirely. ".repeat(8)
                + "The lease is prolonged while its batch is computed. "
                + "An ending that nobody needs to read either. ".repeat(8);
        ItemCaptured item = client.item(project, ItemKind.DOCUMENT, null, "Workers", text);
        events.publish(item);
        client.awaitFound(item);

        JsonNode hit = client.search("{\"query\": \"prolonging the leases of batches\"}")
                .at("/hits/0");

        String snippet = hit.get("snippet").asText();
        List<String> said = new ArrayList<>();
        hit.get("highlights")
                .forEach(highlight -> said.add(snippet.substring(
                        highlight.get("start").asInt(), highlight.get("end").asInt())));
        assertThat(said).containsExactly("lease", "prolonged", "batch");
    }

    @Test
    void refusesQuestionsThatContradictThemselves() {
        assertThat(client.refused("{\"query\": \"x\", \"k\": 5, \"limit\": 5}")).isEqualTo("limit");
        assertThat(client.refused("{\"query\": \"x\", \"limit\": 201}")).isEqualTo("limit");
        assertThat(client.refused(
                        "{\"query\": \"x\", \"from\": \"2026-06-01T00:00:00Z\", \"to\": \"2026-06-01T00:00:00Z\"}"))
                .isEqualTo("to");
        assertThat(client.refused("{\"query\": \"x\", \"from\": \"yesterday\"}"))
                .isEqualTo("from");
        assertThat(client.refused("{\"query\": \"x\", \"cursor\": \"AAAA\"}")).isEqualTo("cursor");
        assertThat(client.refused("{\"query\": \"x\", \"cursor\": \"no cursor!\"}"))
                .isEqualTo("cursor");
        assertThat(client.refused("{\"query\": \"x\", \"tags\": [\" \"]}")).startsWith("tags");
    }

    @Test
    void suggestsConnectionsBetweenProjectsAndSaysWhy() {
        UUID elsewhere = UUID.randomUUID();
        ItemCaptured issue = client.item(
                project,
                ItemKind.JIRA_ISSUE,
                null,
                "Consumer stays paused after a rebalance",
                "After a rebalance the KafkaConsumer stays paused and no partition is polled any more.");
        ItemCaptured commit = client.item(
                elsewhere,
                ItemKind.COMMIT,
                null,
                "Resume paused partitions after rebalance",
                "KafkaConsumer partitions that were paused before a rebalance are resumed when they come back.");
        ItemCaptured sibling = client.commit(project, "Consumer is paused after rebalance, second report");
        ItemCaptured stranger = client.commit(elsewhere, "Bake the bread for another ten minutes");
        List.of(issue, commit, sibling, stranger).forEach(events::publish);
        events.publish(metadata(project, Instant.now(), "kafka", "bugs"));
        events.publish(metadata(elsewhere, Instant.now(), "kafka", "fixes"));
        client.awaitFound(stranger);
        client.awaitFound(sibling);
        await().untilAsserted(() -> assertThat(found("\"tags\": [\"fixes\"]")).isNotEmpty());

        JsonNode page = client.get("/api/v1/projects/" + project + "/connections?limit=1");
        JsonNode first = page.at("/items/0");
        assertThat(first.at("/item/item_id").asText()).isEqualTo(issue.itemId().toString());
        assertThat(first.at("/other/item_id").asText())
                .isEqualTo(commit.itemId().toString());
        assertThat(first.at("/other/project_id").asText()).isEqualTo(elsewhere.toString());
        assertThat(first.get("score").asDouble()).isBetween(0.5, 1.0);
        assertThat(first.get("shared_tags")).hasSize(1);
        assertThat(first.get("shared_terms").toString()).contains("KafkaConsumer", "rebalance");
        assertThat(first.get("reason").asText())
                .startsWith("Both speak of ")
                .contains("KafkaConsumer", "their projects share the tag kafka", "“After a rebalance");

        JsonNode second = client.get("/api/v1/projects/" + project + "/connections?limit=1&cursor="
                + page.get("next_cursor").asText());
        assertThat(second.at("/items/0/item/item_id").asText())
                .isEqualTo(sibling.itemId().toString());
        assertThat(second.get("next_cursor").isNull()).isTrue();
        assertThat(client.get("/api/v1/items/" + commit.itemId() + "/connections")
                        .get("items"))
                .hasSize(2);
        assertThat(client.get("/api/v1/items/" + stranger.itemId() + "/connections")
                        .get("items"))
                .isEmpty();
        ClientCalls other = ClientCalls.of(http);
        assertThat(other.get("/api/v1/projects/" + project + "/connections").get("items"))
                .isEmpty();
        assertThat(other.status("/api/v1/items/" + issue.itemId() + "/connections"))
                .isEqualTo(404);
        assertThat(client.status("/api/v1/projects/" + project + "/connections?min_score=2"))
                .isEqualTo(400);

        events.publish(new ItemRemoved(new ClientId(client.id()), elsewhere, commit.itemId(), 2, Instant.now()));
        await().untilAsserted(() -> assertThat(client.get("/api/v1/projects/" + project + "/connections")
                        .get("items"))
                .isEmpty());
    }

    private List<UUID> found(String filter) {
        List<UUID> byMeaning = foundBy("semantic", filter);
        assertThat(foundBy("hybrid", filter)).containsExactlyInAnyOrderElementsOf(byMeaning);
        return byMeaning;
    }

    private List<UUID> foundBy(String mode, String filter) {
        return ids(client.search("{\"query\": \"anything\", \"mode\": \"%s\", %s}".formatted(mode, filter))
                .get("hits"));
    }

    private MetadataGenerated metadata(UUID of, Instant at, String... tags) {
        return new MetadataGenerated(
                new ClientId(client.id()),
                of,
                UUID.randomUUID(),
                List.of(tags),
                "A summary.",
                "beginner",
                0.9,
                "colophon-local-1",
                "1",
                at);
    }
}
