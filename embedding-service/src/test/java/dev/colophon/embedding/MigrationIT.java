package dev.colophon.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.ai.account.ClientAccounts;
import dev.colophon.embedding.LoopbackServer.Provider;
import dev.colophon.embedding.LoopbackServer.Reply;
import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.Ids;
import dev.colophon.events.configuration.ClientConfigured;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.persistence.secret.SecretBox;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@EmbeddingServiceTest
class MigrationIT {

    private static final String LOCAL = "all-minilm-l6-v2";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Autowired
    WebTestClient http;

    @Autowired
    EventsProbe events;

    @Autowired
    ClientAccounts accounts;

    @Autowired
    SecretBox secrets;

    @Autowired
    DatabaseClient database;

    private final UUID client = UUID.randomUUID();
    private final UUID project = UUID.randomUUID();
    private final UUID integration = Ids.newId();
    private final String model = "large-" + integration;
    private final String tag = "tag" + client.toString().substring(0, 8);
    private final Provider provider =
            LoopbackServer.provider(integration.toString()).dimensions(1_536);

    @Test
    void switchesWhenAllVectorsAreThereWhileSearchesGoOn() {
        configure();
        IntStream.range(0, 40).forEach(i -> publish("Subject " + tag + " number " + i));
        awaitCompleted(40);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(search("subject").path("hits")).isNotEmpty());
        JsonNode plan = post("migrations", Map.of("to_model", "Large", "dry_run", true), 200);
        assertThat(plan.path("from_model").asText()).isEqualTo(LOCAL);
        assertThat(plan.path("to_model").asText()).isEqualTo(model);
        assertThat(plan.path("dimensions").isNull()).isTrue();
        assertThat(plan.path("to_embed").asInt()).isEqualTo(40);
        assertThat(plan.path("cached_share").asDouble()).isZero();
        assertThat(plan.at("/cost/status").asText()).isEqualTo("known");
        assertThat(plan.at("/cost/usd").decimalValue())
                .isEqualByComparingTo(plan.path("tokens").decimalValue().multiply(new BigDecimal("0.00000002")));
        assertThat(provider.requests).isEmpty();

        AtomicBoolean searching = new AtomicBoolean(true);
        AtomicInteger answers = new AtomicInteger();
        ConcurrentLinkedQueue<String> models = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> searches = CompletableFuture.runAsync(() -> {
            while (searching.get()) {
                JsonNode answer = search("subject number " + answers.incrementAndGet() % 40);
                assertThat(answer.path("hits")).isNotEmpty();
                models.add(answer.path("model_used").asText());
            }
        });
        JsonNode begun = post("migrations", Map.of("to_model", "Large"), 202);
        publish("Subject " + tag + " that arrives meanwhile");
        String id = begun.path("id").asText();
        assertThat(begun.path("dimensions").asInt()).isEqualTo(1_536);
        post("migrations", Map.of("to_model", "Large"), 409);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        get("migrations/" + id).path("status").asText())
                .isEqualTo("switched"));
        await().atMost(PATIENCE)
                .until(() -> searches.isCompletedExceptionally() || models.contains(model) && answers.get() > 50);
        searching.set(false);
        searches.join();

        assertThat(models).contains(LOCAL, model);
        awaitCompleted(41);
        JsonNode stats = get("stats");
        assertThat(stats.at("/by_model/0/model").asText()).isEqualTo(model);
        assertThat(stats.path("by_model")).hasSize(1);
        int before = provider.requests.size();
        publish("Subject " + tag + " that arrives afterwards");
        awaitCompleted(42);
        assertThat(provider.requests.subList(before, provider.requests.size()).stream()
                        .flatMap(request -> request.texts().stream()))
                .filteredOn(text -> text.contains("afterwards"))
                .hasSize(1);

        goesBackForNothing();
    }

    private void goesBackForNothing() {
        JsonNode plan = post("migrations", Map.of("to_model", LOCAL, "dry_run", true), 200);
        assertThat(plan.path("to_embed").asInt()).isEqualTo(1);
        int embedded = embeddedHere();

        String id =
                post("migrations", Map.of("to_model", LOCAL), 202).path("id").asText();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        get("migrations/" + id).path("status").asText())
                .isEqualTo("switched"));
        await().untilAsserted(() -> assertThat(embeddedHere() - embedded).isEqualTo(1));
        assertThat(get("migrations").path("items")).hasSize(2);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        search("afterwards").path("model_used").asText())
                .isEqualTo(LOCAL));
    }

    @Test
    void losesNothingButTheTextThatTheProviderRefuses() {
        configure();
        migrateEmptyClient();
        provider.refuses("OVERSIZE").requests.clear();
        String title = "Sections " + tag;

        ItemCaptured document = item(
                title,
                IntStream.range(0, 32)
                        .mapToObj(i -> "# Section " + i + "\n\n" + (i == 20 ? "OVERSIZE. " : "")
                                + ("Sentence " + i + " speaks of something else, and at some length. ").repeat(12))
                        .collect(Collectors.joining("\n\n")));
        events.publish(document);
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode chunks = get("stats").path("chunks");
            assertThat(chunks.path("total").asInt()).isPositive();
            assertThat(chunks.path("pending").asInt()).isZero();
        });

        JsonNode chunks = get("stats").path("chunks");
        int total = chunks.path("total").asInt();
        assertThat(chunks.path("failed").asInt()).isEqualTo(1);
        assertThat(chunks.path("completed").asInt()).isEqualTo(total - 1).isGreaterThan(25);
        int calls = provider.requests.size();
        int halvings = Integer.SIZE - Integer.numberOfLeadingZeros(total - 1);
        Set<String> sent = new HashSet<>();
        assertThat(provider.requests)
                .as("calls for %d chunks with nothing but texts that were sent before", total)
                .filteredOn(request -> !sent.addAll(request.texts()))
                .hasSizeLessThanOrEqualTo(halvings + 1);
        assertThat(failedChunk(document.itemId()).path("last_error").asText())
                .isEqualTo("the provider refuses this text");
        List<AiUsageObserved> told = events
                .awaitAtLeast(calls + 1, AiUsageObserved.class, event -> event.clientId()
                        .value()
                        .equals(client))
                .stream()
                .map(Event::payload)
                .filter(fact -> project.equals(fact.projectId()))
                .toList();
        assertThat(told).hasSize(calls).allMatch(fact -> integration.equals(fact.integrationId()));
        searchesByWordsWhereTheQueryHasNoVector();
    }

    private void searchesByWordsWhereTheQueryHasNoVector() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        search("OVERSIZE sections " + tag).path("hits"))
                .isNotEmpty());
        http.post()
                .uri("/api/v1/search")
                .header("Authorization", TestTokens.bearer(client, Role.VIEWER))
                .bodyValue(Map.of("query", "OVERSIZE", "mode", "semantic"))
                .exchange()
                .expectStatus()
                .isEqualTo(503);
    }

    @Test
    void spendsNoAttemptWhileTheProviderAsksToWait() {
        configure();
        migrateEmptyClient();
        provider.replies(request -> new Reply(429, Map.of("Retry-After", "40"), "{}", false));
        int before = provider.requests.size();

        publish("Patient " + tag);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows("select count(*) from work_item where client_id = '" + client
                                + "' and queue = 'embedding-remote' and attempts = 0 and lease_token is null"
                                + " and due_at > now() + interval '20 seconds'"))
                        .isEqualTo(1));
        assertThat(provider.requests).hasSize(before + 1);
        assertThat(get("stats").at("/chunks/pending").asInt()).isEqualTo(1);
    }

    @Test
    void isHeldAndEndsAsItIsTold() {
        configure();
        publish("Kept " + tag);
        publish("REFUSED " + tag);
        awaitCompleted(2);
        provider.refuses("REFUSED");
        String id =
                post("migrations", Map.of("to_model", model), 202).path("id").asText();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        get("migrations/" + id).at("/chunks/failed").asInt())
                .isEqualTo(1));

        assertThat(get("migrations/" + id).path("status").asText()).isEqualTo("running");
        assertThat(get("migrations/" + id).path("completion_rate").asDouble()).isEqualTo(0.5);
        assertThat(search("kept").path("model_used").asText()).isEqualTo(LOCAL);
        assertThat(post("migrations/" + id + "/pause", Map.of(), 200)
                        .path("status")
                        .asText())
                .isEqualTo("paused");
        post("migrations/" + id + "/pause", Map.of(), 409);
        post("migrations/" + id + "/resume", Map.of(), 200);
        post("migrations/" + id + "/resume", Map.of(), 409);
        JsonNode switched = post("migrations/" + id + "/switch", Map.of(), 200);

        assertThat(switched.path("status").asText()).isEqualTo("switched");
        assertThat(switched.at("/chunks/failed").asInt()).isEqualTo(1);
        assertThat(get("stats").at("/chunks/failed").asInt()).isEqualTo(1);
        assertThat(get("stats").at("/chunks/completed").asInt()).isEqualTo(1);
        post("migrations/" + id + "/cancel", Map.of(), 409);
        String back =
                post("migrations", Map.of("to_model", LOCAL), 202).path("id").asText();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        get("migrations/" + back).path("status").asText())
                .isEqualTo("switched"));
        assertThat(get("stats").at("/chunks/failed").asInt()).isZero();
    }

    @Test
    void isEitherSwitchedOrCancelledWhereBothAreAskedForAtOnce() throws SQLException {
        configure();
        publish("Kept " + tag);
        publish("REFUSED " + tag);
        awaitCompleted(2);
        provider.refuses("REFUSED");

        String first = beginWithOneRefused();
        assertThat(answerOnceAnotherHas("cancelled", first, "switch")).isEqualTo(409);
        assertThat(get("migrations/" + first).path("status").asText()).isEqualTo("cancelled");
        assertThat(search("kept").path("model_used").asText()).isEqualTo(LOCAL);

        String second = beginWithOneRefused();
        assertThat(answerOnceAnotherHas("switched", second, "cancel")).isEqualTo(409);
        assertThat(get("migrations/" + second).path("status").asText()).isEqualTo("switched");
    }

    private String beginWithOneRefused() {
        String id =
                post("migrations", Map.of("to_model", model), 202).path("id").asText();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        get("migrations/" + id).at("/chunks/failed").asInt())
                .isEqualTo(1));
        return id;
    }

    private int answerOnceAnotherHas(String status, String id, String path) throws SQLException {
        return EndedMeanwhile.answer(http, client, "migration", id, status, "migrations/" + id + "/" + path);
    }

    @Test
    void refusesWhatCannotBeMigratedTo() {
        assertThat(post("migrations", Map.of("to_model", "nobody"), 422)
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo("to_model");
        post("migrations", Map.of("to_model", LOCAL), 409);
        assertThat(post("migrations", Map.of(), 400).at("/errors/0/field").asText())
                .isEqualTo("to_model");
        post("migrations/" + UUID.randomUUID() + "/pause", Map.of(), 404);
        http.post()
                .uri("/api/v1/embeddings/migrations")
                .header("Authorization", TestTokens.bearer(client, Role.MEMBER))
                .bodyValue(Map.of("to_model", LOCAL))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    /** As the account book was told. */
    private int embeddedHere() {
        return events
                .all(AiUsageObserved.class, event -> event.clientId().value().equals(client))
                .stream()
                .map(Event::payload)
                .filter(fact ->
                        fact.operation().equals("embedding") && fact.provider().equals("local"))
                .filter(fact -> !fact.cacheHit())
                .mapToInt(AiUsageObserved::inputCount)
                .sum();
    }

    private void migrateEmptyClient() {
        String id =
                post("migrations", Map.of("to_model", "Large"), 202).path("id").asText();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        get("migrations/" + id).path("status").asText())
                .isEqualTo("switched"));
    }

    private void configure() {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", integration.toString());
        values.put("type", "openai_compatible");
        values.put("subtype", "embedding");
        values.put("name", "Large");
        values.put("base_url", provider.url());
        values.put("credentials", secrets.seal("{\"api_key\":\"sk\"}", "integration/" + integration));
        values.put("configuration", Map.of());
        values.put("model_config", Map.of("model", model));
        values.put("performance_config", Map.of());
        values.put("fallback_integration_id", null);
        values.put("active", true);
        events.publish(
                new ClientConfigured(new ClientId(client), "integration/" + integration, 1, values, Instant.now()));
        accounts.areKnown().block(PATIENCE);
        await().atMost(PATIENCE).until(() -> accounts.integration(new ClientId(client), integration)
                .isPresent());
    }

    private void publish(String text) {
        events.publish(item(text, text));
    }

    private ItemCaptured item(String title, String text) {
        return new ItemCaptured(
                new ClientId(client),
                project,
                UUID.randomUUID(),
                null,
                ItemKind.DOCUMENT,
                title,
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

    private void awaitCompleted(int chunks) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(get("stats").at("/chunks/completed").asInt()).isEqualTo(chunks));
    }

    private JsonNode failedChunk(UUID item) {
        for (JsonNode chunk :
                request("/api/v1/items/" + item + "/chunks?limit=200").path("items")) {
            if (chunk.path("status").asText().equals("failed")) {
                return chunk;
            }
        }
        throw new AssertionError("no chunk is failed");
    }

    private JsonNode search(String query) {
        return http.post()
                .uri("/api/v1/search")
                .header("Authorization", TestTokens.bearer(client, Role.VIEWER))
                .bodyValue(Map.of("query", query))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private JsonNode get(String path) {
        return request("/api/v1/embeddings/" + path);
    }

    private JsonNode request(String path) {
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

    private JsonNode post(String path, Map<String, ?> body, int status) {
        return http.post()
                .uri("/api/v1/embeddings/" + path)
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private long rows(String sql) {
        return database.sql(sql).mapValue(Long.class).one().blockOptional().orElseThrow();
    }
}
