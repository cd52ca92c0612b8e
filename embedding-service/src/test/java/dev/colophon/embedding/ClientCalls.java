package dev.colophon.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.ClientId;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A client of its own: its items and its calls. */
record ClientCalls(WebTestClient http, UUID id) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static ClientCalls of(WebTestClient http) {
        return new ClientCalls(http, UUID.randomUUID());
    }

    ItemCaptured item(UUID project, ItemKind kind, @Nullable Instant occurredAt, String title, String text) {
        UUID item = UUID.randomUUID();
        return new ItemCaptured(
                new ClientId(id),
                project,
                item,
                null,
                kind,
                item.toString(),
                1,
                title,
                text,
                1,
                1,
                "https://example.invalid/" + item,
                null,
                "en",
                Map.of(),
                occurredAt,
                Instant.now());
    }

    ItemCaptured commit(UUID project, String subject) {
        return item(project, ItemKind.COMMIT, null, subject, subject);
    }

    JsonNode search(String body) {
        return post("/api/v1/search", body);
    }

    JsonNode post(String path, String body) {
        return http.post()
                .uri(path)
                .header("Authorization", TestTokens.bearer(id, Role.VIEWER))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    /** The field that a refused search names. */
    String refused(String body) {
        return http.post()
                .uri("/api/v1/search")
                .header("Authorization", TestTokens.bearer(id, Role.VIEWER))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .at("/errors/0/field")
                .asText();
    }

    JsonNode get(String path) {
        return http.get()
                .uri(path)
                .header("Authorization", TestTokens.bearer(id, Role.VIEWER))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    int status(String path) {
        return http.get()
                .uri(path)
                .header("Authorization", TestTokens.bearer(id, Role.VIEWER))
                .exchange()
                .returnResult(String.class)
                .getStatus()
                .value();
    }

    /** Waits until all chunks have vectors and a search by word finds the last item. */
    void awaitFound(ItemCaptured last) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode chunks = get("/api/v1/embeddings/stats").get("chunks");
            assertThat(chunks.get("pending").asInt()).isZero();
            assertThat(chunks.get("completed").asInt()).isPositive();
        });
        String body = "{\"query\": \"%s\", \"mode\": \"semantic\", \"limit\": 200}".formatted(last.title());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ids(search(body).get("hits"))).contains(last.itemId()));
    }

    static List<UUID> ids(JsonNode hits) {
        List<UUID> ids = new ArrayList<>();
        hits.forEach(hit -> ids.add(UUID.fromString(hit.get("item_id").asText())));
        return ids;
    }
}
