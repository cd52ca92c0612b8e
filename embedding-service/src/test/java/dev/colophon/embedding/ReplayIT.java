package dev.colophon.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.ai.account.ClientAccounts;
import dev.colophon.embedding.LoopbackServer.Provider;
import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.Ids;
import dev.colophon.events.configuration.ClientConfigured;
import dev.colophon.events.embedding.EmbeddingGenerated;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.events.metadata.MetadataGenerated;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.secret.SecretBox;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@EmbeddingServiceTest
class ReplayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String REPLAYS = "/api/v1/ops/embedding/replays";

    @Autowired
    WebTestClient http;

    @Autowired
    EventsProbe events;

    @Autowired
    ClientTransactions transactions;

    @Autowired
    DatabaseClient database;

    @Autowired
    ClientAccounts accounts;

    @Autowired
    SecretBox secrets;

    private final UUID client = UUID.randomUUID();
    private final UUID project = UUID.randomUUID();
    private final UUID integration = Ids.newId();
    private final String tag = "tag" + client.toString().substring(0, 8);

    @BeforeEach
    void isPatient() {
        http = http.mutate().responseTimeout(PATIENCE).build();
    }

    @Test
    void leavesAsItIsWhatHasNotChanged() {
        ItemCaptured plain = item("Plain " + tag, "A text that says little. ".repeat(3));
        ItemCaptured removed = item("Removed " + tag, "Soon gone");
        ItemCaptured silent = item("", "");
        events.publish(plain);
        events.publish(removed);
        events.publish(silent);
        inParts(item("In parts " + tag, "First half. "), "First half. ", "Second half.");
        awaitCompleted(3);
        events.publish(new ItemRemoved(new ClientId(client), project, removed.itemId(), 2, Instant.now()));
        awaitCompleted(2);
        // as items were stored before the chunker's version was noted
        change("update item set chunker = null, chunks = null where client_id = $1 and title <> ''");
        int embedded = EmbedderWatch.embedded(tag);

        JsonNode plan = replay(Map.of("dry_run", true));
        JsonNode done = replay(Map.of());

        assertThat(plan.path("status").asText()).isEqualTo("estimated");
        assertThat(plan.at("/progress/events_matched").asInt()).isGreaterThanOrEqualTo(5);
        assertThat(plan.at("/progress/events_unchanged")).isEqualTo(plan.at("/progress/events_matched"));
        assertThat(plan.at("/estimate/texts").asInt()).isZero();
        assertThat(done.at("/progress/events_unchanged")).isEqualTo(done.at("/progress/events_matched"));
        assertThat(EmbedderWatch.embedded(tag)).isEqualTo(embedded);
        assertThat(caused(done)).isEmpty();
        assertThat(stored("select count(*) from item where removed")).isEqualTo(1);
        assertThat(stored("select count(*) from item_part")).isZero();
    }

    @Test
    void healsWhatIsLostAndCutsAgainWhatWasCutOtherwise() {
        ItemCaptured whole = item("Whole " + tag, "Of this nothing is lost");
        ItemCaptured vectorless = item("Vectorless " + tag, "Its vector is lost");
        ItemCaptured chunkless = item("Chunkless " + tag, "Its chunk is lost");
        ItemCaptured old = item("Old " + tag, "Cut by an older version");
        ItemCaptured unknown = item("Unknown " + tag, "Lost as a whole");
        List.of(whole, vectorless, chunkless, old, unknown).forEach(events::publish);
        awaitCompleted(5);
        loseVectors(vectorless);
        loseVectors(chunkless);
        loseVectors(unknown);
        change("delete from chunk where client_id = $1 and item_id in ('" + chunkless.itemId() + "', '"
                + unknown.itemId() + "')");
        change("delete from item where client_id = $1 and id = '" + unknown.itemId() + "'");
        change("update item set chunker = 1 where client_id = $1 and id = '" + old.itemId() + "'");
        change("update embedding e set chunk_id = '" + client + "', content_hash = '\\x01' from chunk c"
                + " where e.client_id = $1 and c.id = e.chunk_id and c.item_id = '" + old.itemId() + "'");
        change("update chunk set id = '" + client + "', content_hash = '\\x01' where client_id = $1 and item_id = '"
                + old.itemId() + "'");
        Map<String, Integer> before = counts();

        JsonNode plan = replay(Map.of("dry_run", true));
        assertThat(plan.at("/estimate/texts").asInt()).isEqualTo(4);
        assertThat(plan.at("/estimate/cached_texts").asInt()).isZero();
        assertThat(plan.at("/estimate/tokens/input").asInt()).isPositive();
        assertThat(plan.at("/estimate/cost/worst").decimalValue()).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(plan.at("/progress/events_unchanged").asInt()).isEqualTo(1);
        assertThat(counts()).isEqualTo(before);
        JsonNode done = replay(Map.of());

        awaitCompleted(5);
        assertThat(done.at("/progress/events_unchanged").asInt()).isEqualTo(1);
        assertThat(done.at("/work/failed").asInt()).isZero();
        Map<String, Integer> after = counts();
        assertThat(after.get("Whole")).isEqualTo(before.get("Whole"));
        for (String healed : List.of("Vectorless", "Chunkless", "Old", "Unknown")) {
            assertThat(after.get(healed)).as(healed).isEqualTo(before.get(healed) + 1);
        }
        assertThat(stored("select count(*) from chunk where id = '" + client + "'"))
                .isZero();
        assertThat(stored("select count(*) from item where chunker = 2")).isEqualTo(5);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(caused(done))
                .containsExactlyInAnyOrder(vectorless.itemId(), chunkless.itemId(), old.itemId(), unknown.itemId()));
        assertThat(replay(Map.of("dry_run", true)).at("/estimate/texts").asInt())
                .isZero();
    }

    @Test
    void embedsAnewWhatIsForcedButNeverGoesBackInTime() {
        ItemCaptured first = item("First " + tag, "An earlier version");
        ItemCaptured second = version(first, 2, "Second " + tag, "A later version");
        ItemCaptured removed = item("Removed " + tag, "Gone");
        events.publish(second);
        events.publish(first);
        events.publish(removed);
        awaitCompleted(2);
        events.publish(new ItemRemoved(new ClientId(client), project, removed.itemId(), 2, Instant.now()));
        events.publish(version(item("Twin " + tag, "Same"), 1, "Same " + tag, "One text of two items"));
        events.publish(version(item("Twin " + tag, "Same"), 1, "Same " + tag, "One text of two items"));
        awaitCompleted(3);
        Map<String, Integer> before = counts();
        assertThat(before.get("Same")).isEqualTo(1);

        JsonNode plan = replay(Map.of("dry_run", true, "force", true));
        JsonNode done = replay(Map.of("force", true));

        assertThat(plan.at("/estimate/texts").asInt()).isEqualTo(3);
        assertThat(plan.at("/estimate/cached_texts").asInt()).isEqualTo(1);
        Map<String, Integer> after = counts();
        assertThat(after.get("Same")).isEqualTo(2);
        assertThat(after.get("Second")).isEqualTo(before.get("Second") + 1);
        assertThat(after.get("First")).isEqualTo(before.get("First"));
        assertThat(after.get("Removed")).isEqualTo(before.get("Removed"));
        assertThat(stored("select count(*) from item where title like 'Second%' and version = 2"))
                .isEqualTo(1);
        assertThat(stored("select count(*) from item where removed")).isEqualTo(1);
        awaitCompleted(3);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(caused(done)).hasSize(3));
    }

    @Test
    void pausesAtItsCapAndGoesOnWhenThatIsRaised() {
        Provider provider = LoopbackServer.provider(integration.toString()).dimensions(1_536);
        configure(provider);
        migrateEmptyClient();
        UUID other = UUID.randomUUID();
        String words = " speaks of harbours and ships, of the sea and of those who live by it.";
        IntStream.range(0, 4).forEach(i -> events.publish(item("Words that are paid for", "Number " + i + words)));
        IntStream.range(0, 4)
                .forEach(i -> events.publish(of(
                        other, UUID.randomUUID(), 1, "Words that are paid for", "Another, number " + i + "," + words)));
        awaitCompleted(8);
        change("delete from embedding where client_id = $1");
        int before = provider.requests.size();
        BigDecimal worst =
                replay(Map.of("dry_run", true)).at("/estimate/cost/worst").decimalValue();
        assertThat(worst).isPositive();

        String id = begin(Map.of("max_cost", worst.multiply(new BigDecimal("0.7"))));
        JsonNode paused = awaitStatus(id, "paused");

        assertThat(paused.at("/pause/reason").asText()).isEqualTo("cap_reached");
        assertThat(paused.at("/pause/numbers/cap").decimalValue()).isLessThan(worst);
        assertThat(paused.at("/pause/numbers/requested").decimalValue()).isPositive();
        assertThat(provider.requests).hasSizeGreaterThan(before);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(get(id).at("/work/pending").asInt()).isZero());
        int held = get(id).at("/work/held").asInt();
        assertThat(held).isPositive();
        assertThat(get(id).at("/work/failed").asInt()).isZero();
        events.publish(item("Live " + tag, "What is captured meanwhile is none of the replay's concern"));
        awaitCompleted(9 - held);

        http.patch()
                .uri(REPLAYS + "/" + id)
                .header("Authorization", operator())
                .bodyValue(Map.of("max_cost", worst.multiply(BigDecimal.TEN)))
                .exchange()
                .expectStatus()
                .isOk();
        call(HttpMethod.POST, REPLAYS + "/" + id + "/resume", null);
        awaitStatus(id, "completed");

        awaitCompleted(9);
        assertThat(provider.requests.subList(before, provider.requests.size()).stream()
                        .flatMap(request -> request.texts().stream()))
                .hasSize(9)
                .doesNotHaveDuplicates();
        assertThat(stored("select count(*) from chunk where attempts > 2")).isZero();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        events
                                .all(AiUsageObserved.class, event -> UUID.fromString(id)
                                        .equals(event.replayId()))
                                .stream()
                                .mapToInt(event -> event.payload().inputCount())
                                .sum())
                .isEqualTo(8));
    }

    @Test
    void handlesTagsAndRemovalsAgain() {
        events.publish(new MetadataGenerated(
                new ClientId(client),
                project,
                UUID.randomUUID(),
                List.of("Tagged-" + tag),
                "A summary",
                "beginner",
                0.5,
                "colophon-local-1",
                "1.0",
                Instant.now()));
        await().atMost(PATIENCE).until(() -> stored("select count(*) from project_tag") == 1);
        change("delete from project_tag where client_id = $1");

        JsonNode done = replay(Map.of("topic", "colophon.metadata"));

        assertThat(done.at("/progress/events_matched").asInt()).isEqualTo(1);
        assertThat(stored("select count(*) from project_tag")).isEqualTo(1);
    }

    /** Begins a replay of this client's items and waits for its end. */
    private JsonNode replay(Map<String, ?> more) {
        String id = begin(more);
        return await().atMost(PATIENCE).until(() -> get(id), replay -> Set.of("estimated", "completed", "failed")
                .contains(replay.path("status").asText()));
    }

    private String begin(Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(Map.of("topic", "colophon.items", "client_id", client.toString()));
        body.put("reason", "a test");
        body.putAll(more);
        return call(HttpMethod.POST, REPLAYS, body).path("id").asText();
    }

    private JsonNode awaitStatus(String id, String status) {
        return await().atMost(PATIENCE)
                .until(() -> get(id), replay -> replay.path("status").asText().equals(status));
    }

    private JsonNode get(String id) {
        return call(HttpMethod.GET, REPLAYS + "/" + id, null);
    }

    private JsonNode call(HttpMethod method, String path, @Nullable Object body) {
        WebTestClient.RequestBodySpec request = http.method(method).uri(path).header("Authorization", operator());
        return (body == null ? request : request.bodyValue(body))
                .exchange()
                .expectStatus()
                .is2xxSuccessful()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private static String operator() {
        return TestTokens.bearer(UUID.randomUUID(), Role.OPERATOR);
    }

    /** The items of which a replay caused an event. */
    private List<UUID> caused(JsonNode replay) {
        UUID id = UUID.fromString(replay.path("id").asText());
        return events.all(EmbeddingGenerated.class, event -> id.equals(event.replayId())).stream()
                .map(Event::payload)
                .map(EmbeddingGenerated::itemId)
                .toList();
    }

    /** How many texts were embedded here, by the word that their title begins with. */
    private Map<String, Integer> counts() {
        return List.of("Whole", "Vectorless", "Chunkless", "Old", "Unknown", "First", "Second", "Removed", "Same")
                .stream()
                .collect(Collectors.toMap(word -> word, word -> EmbedderWatch.embedded(word + " " + tag)));
    }

    private void loseVectors(ItemCaptured item) {
        change("delete from embedding e using chunk c where e.client_id = $1 and c.id = e.chunk_id and c.item_id = '"
                + item.itemId() + "'");
    }

    private void change(String sql) {
        transactions
                .inClient(client, database.sql(sql).bind(0, client).fetch().rowsUpdated())
                .block(PATIENCE);
    }

    private long stored(String sql) {
        return transactions
                .inClient(client, database.sql(sql).mapValue(Long.class).one())
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private ItemCaptured item(String title, String text) {
        return of(project, UUID.randomUUID(), 1, title, text);
    }

    private ItemCaptured version(ItemCaptured item, long version, String title, String text) {
        return of(item.projectId(), item.itemId(), version, title, text);
    }

    private ItemCaptured of(UUID project, UUID item, long version, String title, String text) {
        return part(project, item, version, title, text, 1, 1);
    }

    private void inParts(ItemCaptured item, String... texts) {
        for (int i = 0; i < texts.length; i++) {
            events.publish(part(project, item.itemId(), 1, item.title(), texts[i], i + 1, texts.length));
        }
    }

    private ItemCaptured part(UUID project, UUID item, long version, String title, String text, int part, int parts) {
        return new ItemCaptured(
                new ClientId(client),
                project,
                item,
                null,
                ItemKind.DOCUMENT,
                item.toString(),
                version,
                title,
                text,
                part,
                parts,
                null,
                null,
                "en",
                Map.of(),
                null,
                Instant.now());
    }

    private void awaitCompleted(int chunks) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode stats = http.get()
                    .uri("/api/v1/embeddings/stats")
                    .header("Authorization", TestTokens.bearer(client, Role.VIEWER))
                    .exchange()
                    .expectBody(JsonNode.class)
                    .returnResult()
                    .getResponseBody();
            assertThat(stats.at("/chunks/completed").asInt()).isEqualTo(chunks);
        });
    }

    private void migrateEmptyClient() {
        JsonNode begun = http.post()
                .uri("/api/v1/embeddings/migrations")
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .bodyValue(Map.of("to_model", "Large"))
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        await().atMost(PATIENCE)
                .until(() -> stored("select count(*) from migration where status = 'switched' and id = '"
                                + begun.path("id").asText() + "'")
                        == 1);
    }

    private void configure(Provider provider) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", integration.toString());
        values.put("type", "openai_compatible");
        values.put("subtype", "embedding");
        values.put("name", "Large");
        values.put("base_url", provider.url());
        values.put("credentials", secrets.seal("{\"api_key\":\"sk\"}", "integration/" + integration));
        values.put("configuration", Map.of());
        values.put("model_config", Map.of("model", "large-" + integration));
        values.put("performance_config", Map.of());
        values.put("fallback_integration_id", null);
        values.put("active", true);
        events.publish(
                new ClientConfigured(new ClientId(client), "integration/" + integration, 1, values, Instant.now()));
        accounts.areKnown().block(PATIENCE);
        await().atMost(PATIENCE).until(() -> accounts.integration(new ClientId(client), integration)
                .isPresent());
    }
}
