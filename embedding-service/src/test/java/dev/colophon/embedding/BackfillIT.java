package dev.colophon.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@EmbeddingServiceTest
class BackfillIT {

    private static final String PATH = "/api/v1/embeddings/backfills";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Autowired
    WebTestClient http;

    @Autowired
    EventsProbe events;

    @Autowired
    ClientTransactions transactions;

    @Autowired
    DatabaseClient database;

    private final UUID client = UUID.randomUUID();
    private final UUID project = UUID.randomUUID();
    private final String tag = "tag" + client.toString().substring(0, 8);

    @Test
    void embedsWhatWasGivenUpAndReusesWhatIsKnown() {
        IntStream.range(0, 30).forEach(i -> publish("Number " + i + " of " + tag));
        awaitCompleted(30);
        change("update chunk set status = 'failed', last_error = 'refused' where client_id = $1");
        change("delete from embedding where client_id = $1 and chunk_id in"
                + " (select chunk_id from embedding where client_id = $1 order by chunk_id limit 15)");
        await().untilAsserted(() -> assertThat(embedded()).isEqualTo(30));

        JsonNode plan = post("", Map.of("all", true, "filter", "failed", "dry_run", true), 200);
        assertThat(plan.path("items").asInt()).isEqualTo(30);
        assertThat(plan.path("chunks").asInt()).isEqualTo(30);
        assertThat(plan.path("to_embed").asInt()).isEqualTo(15);
        assertThat(plan.path("cached_share").asDouble()).isEqualTo(0.5);
        assertThat(plan.path("tokens").asInt()).isPositive();
        assertThat(plan.at("/cost/status").asText()).isEqualTo("known");
        assertThat(plan.at("/cost/usd").decimalValue()).isZero();
        assertThat(post("", Map.of("all", true, "filter", "pending", "dry_run", true), 200)
                        .path("chunks")
                        .asInt())
                .isZero();
        assertThat(embedded()).isEqualTo(30);

        JsonNode begun = post("", Map.of("project_id", project, "filter", "failed", "batch_size", 10), 202);
        String id = begun.path("id").asText();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(get("/" + id).path("status").asText()).isEqualTo("completed"));
        JsonNode done = get("/" + id);
        assertThat(done.at("/chunks/completed").asInt()).isEqualTo(30);
        assertThat(done.path("completion_rate").asDouble()).isEqualTo(1);
        awaitCompleted(30);
        await().untilAsserted(() -> assertThat(embedded()).isEqualTo(45));
        assertThat(get("").path("items").findValuesAsText("id")).containsExactly(id);
        post("/" + id + "/pause", Map.of(), 409);
        post("/" + id + "/cancel", Map.of(), 409);
    }

    @Test
    void isHeldAndGoesOn() {
        IntStream.range(0, 12).forEach(i -> publish("Part " + i + " of " + tag));
        awaitCompleted(12);
        change("update chunk set status = 'failed' where client_id = $1");

        String id =
                post("", Map.of("all", true, "batch_size", 2), 202).path("id").asText();
        assertThat(post("/" + id + "/pause", Map.of(), 200).path("status").asText())
                .isEqualTo("paused");
        post("/" + id + "/pause", Map.of(), 409);
        assertThat(post("/" + id + "/resume", Map.of(), 200).path("status").asText())
                .isEqualTo("running");
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(get("/" + id).path("status").asText()).isEqualTo("completed"));

        change("update chunk set status = 'failed' where client_id = $1");
        String other =
                post("", Map.of("all", true, "batch_size", 1), 202).path("id").asText();
        assertThat(post("/" + other + "/cancel", Map.of(), 200).path("status").asText())
                .isEqualTo("cancelled");
        assertThat(get("").path("items")).hasSize(2);
    }

    @Test
    void isNotCalledCancelledWhereItHasEndedMeanwhile() throws SQLException {
        publish("Part of " + tag);
        awaitCompleted(1);
        String id = post("", Map.of("all", true), 202).path("id").asText();
        change("update backfill set status = 'paused' where client_id = $1");

        int answer = EndedMeanwhile.answer(http, client, "backfill", id, "completed", "backfills/" + id + "/cancel");

        assertThat(answer).isEqualTo(409);
        assertThat(get("/" + id).path("status").asText()).isEqualTo("completed");
    }

    @Test
    void refusesWhatContradictsItself() {
        UUID id = UUID.randomUUID();
        assertThat(error(Map.of())).isEqualTo("all must be true, unless project_id or item_id is given");
        assertThat(error(Map.of("project_id", id, "item_id", id)))
                .isEqualTo("item_id cannot be together with project_id");
        assertThat(error(Map.of("item_id", id, "all", true))).isEqualTo("all cannot be together with item_id");
        assertThat(error(Map.of("all", true, "filter", "some"))).startsWith("filter ");
        assertThat(error(Map.of("all", true, "batch_size", 0))).startsWith("batch_size ");
        post("/" + id + "/resume", Map.of(), 404);
        http.post()
                .uri(PATH)
                .header("Authorization", TestTokens.bearer(client, Role.MEMBER))
                .bodyValue(Map.of("all", true))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    private String error(Map<String, ?> body) {
        JsonNode error = post("", body, 400).at("/errors/0");
        return error.path("field").asText() + " " + error.path("message").asText();
    }

    /** As the account book was told. */
    private int embedded() {
        return events
                .all(AiUsageObserved.class, event -> event.clientId().value().equals(client))
                .stream()
                .map(Event::payload)
                .filter(fact -> fact.operation().equals("embedding") && !fact.cacheHit())
                .mapToInt(AiUsageObserved::inputCount)
                .sum();
    }

    private void publish(String text) {
        events.publish(new ItemCaptured(
                new ClientId(client),
                project,
                UUID.randomUUID(),
                null,
                ItemKind.DOCUMENT,
                text,
                1,
                text,
                text,
                1,
                1,
                null,
                null,
                "en",
                Map.of(),
                null,
                Instant.now()));
    }

    private void change(String sql) {
        transactions
                .inClient(client, database.sql(sql).bind(0, client).fetch().rowsUpdated())
                .block();
    }

    private void awaitCompleted(int chunks) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(request("/api/v1/embeddings/stats")
                        .at("/chunks/completed")
                        .asInt())
                .isEqualTo(chunks));
    }

    private JsonNode get(String path) {
        return request(PATH + path);
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
                .uri(PATH + path)
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }
}
