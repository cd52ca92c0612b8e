package dev.colophon.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.TestDatabase;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What tests of money do over and over, each instance for a client of its own. */
abstract class MoneySteps {

    /** gpt-4o-mini asks 0.15 USD for a million input and 0.60 for a million output tokens. */
    static final BigDecimal ONE_CALL = new BigDecimal("0.0007500000");

    static final ObjectMapper JSON = new ObjectMapper();
    static final Duration PATIENCE = Duration.ofSeconds(40);

    @Autowired
    WebTestClient http;

    @Autowired
    EventsProbe events;

    @LocalServerPort
    int port;

    final UUID client = UUID.randomUUID();
    final UUID project = UUID.randomUUID();

    JsonNode figures() {
        ObjectNode summary = (ObjectNode) summary();
        summary.remove("date_range");
        return summary;
    }

    JsonNode operator(String method, String path, Map<String, Object> body) {
        return read(http.method(HttpMethod.valueOf(method))
                .uri("/api/v1/ai" + path)
                .header("Authorization", TestTokens.bearer(client, Role.OPERATOR, Role.ADMIN))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isOk());
    }

    static void expire(UUID reservation) throws Exception {
        try (Connection admin = TestDatabase.shared().asAdmin();
                PreparedStatement update = admin.prepareStatement(
                        "update usage.reservation_lease set expires_at = now() where reservation_id = ?")) {
            update.setObject(1, reservation);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    UUID reserved() {
        UUID id = Ids.newId();
        reserve(id).expectStatus().isCreated();
        return id;
    }

    WebTestClient.ResponseSpec reserve(UUID id) {
        return reserve(request(id, project));
    }

    WebTestClient.ResponseSpec reserve(Map<String, Object> request) {
        return http.post()
                .uri("/internal/v1/reservations")
                .header("Authorization", TestTokens.service(client))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(request)
                .exchange();
    }

    void release(UUID id) {
        http.post()
                .uri("/internal/v1/reservations/{id}/release", id)
                .header("Authorization", TestTokens.service(client))
                .exchange()
                .expectStatus()
                .isNoContent();
    }

    static Map<String, Object> request(UUID id, UUID project) {
        return request(id, project, "openai", "gpt-4o-mini");
    }

    static Map<String, Object> request(UUID id, UUID project, String provider, String model) {
        return Map.of(
                "reservation_id",
                id,
                "call_id",
                UUID.randomUUID(),
                "operation",
                "metadata",
                "project_id",
                project,
                "provider",
                provider,
                "model",
                model,
                "input_tokens",
                1_000,
                "max_output_tokens",
                1_000);
    }

    @SafeVarargs
    final void limits(Map<String, Object>... limits) {
        put("cost_limits", Map.of("limits", List.of(limits)));
    }

    static Map<String, Object> limit(String scope, UUID project, String period, String kind, String amount) {
        Map<String, Object> limit =
                new HashMap<>(Map.of("scope", scope, "period", period, "kind", kind, "amount", amount));
        limit.put("project_id", project);
        return limit;
    }

    void put(String category, Map<String, Object> values) {
        http.put()
                .uri("/api/v1/ai/configuration/" + category)
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("values", values))
                .exchange()
                .expectStatus()
                .isOk();
    }

    JsonNode window(String scope, String period) {
        for (JsonNode line : get("/budget").path("periods")) {
            if (line.path("scope").asText().equals(scope)
                    && line.path("period").asText().equals(period)) {
                return line;
            }
        }
        throw new AssertionError("no " + period + " of the " + scope);
    }

    JsonNode record(UUID attempt) {
        for (JsonNode record : get("/usage/records?range=1d").path("items")) {
            if (record.path("attempt_id").asText().equals(attempt.toString())) {
                return record;
            }
        }
        return JSON.createObjectNode();
    }

    JsonNode summary() {
        return get("/usage/summary?range=1d");
    }

    JsonNode get(String path) {
        return read(http.get()
                .uri("/api/v1/ai" + path)
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN, Role.OPERATOR))
                .exchange()
                .expectStatus()
                .isOk());
    }

    static JsonNode read(WebTestClient.ResponseSpec response) {
        byte[] body = response.expectBody().returnResult().getResponseBody();
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    AiUsageObserved observed(UUID attempt, String model, String outcome, Long input, Long output, boolean cacheHit) {
        return new AiUsageObserved(
                new ClientId(client),
                attempt,
                Ids.newId(),
                1,
                attempt,
                project,
                null,
                "metadata",
                "openai",
                model,
                null,
                1,
                input,
                output,
                cacheHit,
                outcome,
                12,
                Instant.now());
    }
}
