package dev.colophon.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.events.usage.AiUsageUnconfirmed;
import dev.colophon.events.usage.BudgetStateChanged;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.TestDatabase;
import dev.colophon.testing.TestEnvironment;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

@ColophonTest
class MoneyIT {

    /** gpt-4o-mini asks 0.15 USD for a million input and 0.60 for a million output tokens. */
    private static final BigDecimal ONE_CALL = new BigDecimal("0.0007500000");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Autowired
    WebTestClient http;

    @Autowired
    EventsProbe events;

    @LocalServerPort
    int port;

    private final UUID client = UUID.randomUUID();
    private final UUID project = UUID.randomUUID();

    @Test
    void admitsExactlyWhatFitsWhateverTheNumberOfInstances() {
        limits(limit("client", null, "day", "hard", "0.0075"), limit("project", project, "month", "hard", "1"));
        try (ConfigurableApplicationContext second = secondInstance()) {
            List<String> instances = List.of(
                    "http://127.0.0.1:" + port,
                    "http://127.0.0.1:" + second.getEnvironment().getProperty("local.server.port"));
            List<UUID> attempts = Stream.generate(Ids::newId).limit(200).toList();
            AtomicInteger next = new AtomicInteger();
            Map<Integer, Long> answers = Flux.range(0, 200)
                    .flatMap(
                            call -> WebClient.create(instances.get(next.getAndIncrement() % 2))
                                    .post()
                                    .uri("/internal/v1/reservations")
                                    .header("Authorization", TestTokens.service(client))
                                    .contentType(MediaType.APPLICATION_JSON)
                                    .bodyValue(request(attempts.get(call), project))
                                    .exchangeToMono(response -> response.releaseBody()
                                            .thenReturn(response.statusCode().value())),
                            200)
                    .collectMultimap(status -> status)
                    .map(MoneyIT::counts)
                    .block(PATIENCE);

            assertThat(answers).isEqualTo(Map.of(201, 10L, 402, 190L));
        }
        assertThat(window("client", "day").path("reserved").decimalValue())
                .isEqualByComparingTo(ONE_CALL.multiply(BigDecimal.TEN));
    }

    @Test
    void saysTheNumbersWhenALimitBlocks() {
        limits(limit("client", null, "month", "hard", "0.001"));
        UUID first = Ids.newId();
        reserve(first)
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.estimated_cost")
                .isEqualTo("0.0007500000")
                .jsonPath("$.price.input_per_token")
                .isEqualTo("0.00000015")
                .jsonPath("$.price.output_per_token")
                .isEqualTo("0.0000006");
        reserve(first)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("admitted")
                .jsonPath("$.price.input_per_token")
                .isEqualTo("0.00000015");
        reserve(Ids.newId())
                .expectStatus()
                .isEqualTo(402)
                .expectBody()
                .jsonPath("$.limit")
                .isEqualTo("0.001")
                .jsonPath("$.reserved")
                .isEqualTo("0.0007500000")
                .jsonPath("$.requested")
                .isEqualTo("0.0007500000")
                .jsonPath("$.period")
                .isEqualTo("month")
                .jsonPath("$.scope")
                .isEqualTo("client")
                .jsonPath("$.on_limit")
                .isEqualTo("block");
        release(first);
        release(first);
        reserve(first).expectStatus().isEqualTo(409);
        UUID never = Ids.newId();
        release(never);
        reserve(never).expectStatus().isEqualTo(409);
        reserve(Ids.newId()).expectStatus().isCreated();
        http.post()
                .uri("/internal/v1/reservations")
                .header("Authorization", TestTokens.bearer(client, Role.OPERATOR))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(request(Ids.newId(), project))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void refusesOrFlagsWhatHasNoPrice() {
        Map<String, Object> unheard = request(Ids.newId(), project, "openai", "unheard-of");
        reserve(unheard)
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.estimated_cost")
                .isEmpty()
                .jsonPath("$.price")
                .isEmpty();
        put("policies", Map.of("on_limit", "degrade", "unknown_price", "refuse", "fallback_to_local", true));
        reserve(request(Ids.newId(), project, "openai", "unheard-of"))
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("unknown-price");
    }

    @Test
    void settlesEveryAttemptOnceAtTheModelThatServed() {
        limits(limit("client", null, "day", "soft", "0.0001"), limit("client", null, "month", "hard", "0.0005"));
        put(
                "cost_limits",
                Map.of(
                        "limits",
                        List.of(
                                limit("client", null, "day", "soft", "0.0001"),
                                limit("client", null, "month", "hard", "1"))));
        UUID throttled = reserved();
        UUID retried = reserved();
        UUID zero = reserved();
        UUID unanswered = reserved();
        UUID fallback = Ids.newId();
        reserve(request(fallback, project, "openai", "gpt-4.1")).expectStatus().isCreated();
        AiUsageObserved[] attempts = {
            observed(throttled, "gpt-4o-mini", "throttled", null, null, false),
            observed(retried, "gpt-4o-mini", "succeeded", 1_000L, 100L, false),
            observed(zero, "gpt-4o-mini", "succeeded", 0L, 0L, false),
            observed(unanswered, "gpt-4o-mini", "unanswered", null, null, false),
            observed(fallback, "gpt-4.1", "succeeded", 1_000L, 100L, false),
            observed(Ids.newId(), "text-embedding-3-small", "succeeded", 1_000L, null, false),
            observed(Ids.newId(), "gpt-4o-mini", "succeeded", 1_000L, 100L, true),
            observed(Ids.newId(), "gpt-4o-mini", "cancelled", 1_000L, 10L, false),
        };
        for (AiUsageObserved attempt : attempts) {
            UUID id = events.publish(attempt);
            events.publish(id, attempt, null);
            events.publish(attempt);
        }

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(summary().path("total_requests").asInt()).isEqualTo(8));
        // 0.00021 + 0.0028 + 0.00002 + 0.000156
        assertThat(summary().path("total_cost").decimalValue()).isEqualByComparingTo("0.003186");
        assertThat(summary().path("unconfirmed_cost").decimalValue()).isEqualByComparingTo(ONE_CALL);
        assertThat(record(throttled).path("cost_status").asText()).isEqualTo("not_billed");
        assertThat(record(zero).path("cost").decimalValue()).isEqualByComparingTo("0");
        assertThat(record(zero).path("cost_status").asText()).isEqualTo("priced");
        assertThat(record(unanswered).path("cost_status").asText()).isEqualTo("unconfirmed");
        assertThat(record(fallback).path("cost").decimalValue()).isEqualByComparingTo("0.0028");
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode month = window("client", "month");
            assertThat(month.path("spent").decimalValue()).isEqualByComparingTo("0.003186");
            assertThat(month.path("unconfirmed").decimalValue()).isEqualByComparingTo(ONE_CALL);
            assertThat(month.path("reserved").decimalValue()).isEqualByComparingTo("0");
        });
        events.await(
                BudgetStateChanged.class,
                changed -> changed.clientId().value().equals(client)
                        && changed.payload().state().equals("soft_exceeded"));
        events.await(
                AiUsageUnconfirmed.class, untold -> untold.payload().attemptId().equals(unanswered));
        reserve(Ids.newId())
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.warnings[0]")
                .isNotEmpty();

        events.publish(observed(unanswered, "gpt-4o-mini", "succeeded", 1_000L, 100L, false));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        window("client", "day").path("spent").decimalValue())
                .isEqualByComparingTo("0.003396"));
        assertThat(summary().path("unconfirmed_cost").decimalValue()).isEqualByComparingTo("0");
    }

    @Test
    void countsWhatNobodyToldOfAsUnconfirmedUntilSomebodyTells() throws Exception {
        UUID lost = reserved();
        expire(lost);

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(record(lost).path("cost_status").asText()).isEqualTo("unconfirmed"));
        assertThat(record(lost).path("cost").decimalValue()).isEqualByComparingTo(ONE_CALL);
        assertThat(summary().path("total_cost").decimalValue()).isEqualByComparingTo("0");
        assertThat(window("client", "day").path("unconfirmed").decimalValue()).isEqualByComparingTo(ONE_CALL);
        assertThat(window("client", "day").path("reserved").decimalValue()).isEqualByComparingTo("0");

        events.publish(observed(lost, "gpt-4o-mini", "succeeded", 1_000L, 100L, false));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(record(lost).path("cost_status").asText()).isEqualTo("priced"));
        assertThat(window("client", "day").path("unconfirmed").decimalValue()).isEqualByComparingTo("0");
        assertThat(window("client", "day").path("spent").decimalValue()).isEqualByComparingTo("0.00021");
    }

    @Test
    void rebuildsToTheSameFiguresAndRepairsWhatDrifted() throws Exception {
        UUID first = reserved();
        UUID lost = reserved();
        expire(lost);
        events.publish(observed(first, "gpt-4o-mini", "succeeded", 1_000L, 100L, false));
        events.publish(observed(Ids.newId(), "unheard-of", "succeeded", 1_000L, 100L, false));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(summary().path("total_requests").asInt()).isEqualTo(3));
        JsonNode summary = figures();
        JsonNode days = get("/usage/timeseries?range=7d&group_by=model");
        JsonNode month = window("client", "month");
        try (Connection admin = TestDatabase.shared().asAdmin()) {
            for (String table : List.of("usage_record", "usage_daily", "budget_window")) {
                try (PreparedStatement drop =
                        admin.prepareStatement("delete from usage." + table + " where client_id = ?")) {
                    drop.setObject(1, client);
                    assertThat(drop.executeUpdate()).isPositive();
                }
            }
        }

        JsonNode started = read(http.post()
                .uri("/api/v1/ops/usage/rebuild")
                .header("Authorization", TestTokens.bearer(client, Role.OPERATOR))
                .exchange()
                .expectStatus()
                .isAccepted());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(read(http.get()
                                .uri("/api/v1/ops/usage/rebuild/"
                                        + started.path("id").asText())
                                .header("Authorization", TestTokens.bearer(client, Role.OPERATOR))
                                .exchange()
                                .expectStatus()
                                .isOk())
                        .path("state")
                        .asText())
                .isEqualTo("completed"));

        assertThat(figures()).isEqualTo(summary);
        assertThat(get("/usage/timeseries?range=7d&group_by=model")).isEqualTo(days);
        assertThat(window("client", "month")).isEqualTo(month);
    }

    @Test
    void repricesByAdjustmentsAndReconcilesWithABill() {
        UUID attempt = Ids.newId();
        AiUsageObserved observed = new AiUsageObserved(
                new ClientId(client),
                attempt,
                Ids.newId(),
                1,
                null,
                project,
                null,
                "metadata",
                "openai",
                "reprice-" + client,
                "call-1",
                1,
                1_000_000L,
                null,
                false,
                "succeeded",
                12,
                Instant.now());
        events.publish(observed);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(record(attempt).path("cost_status").asText()).isEqualTo("unknown"));
        String today = Instant.now().toString().substring(0, 10);
        operator(
                "PUT",
                "/prices",
                Map.of(
                        "prices",
                        List.of(Map.of(
                                "provider", "openai",
                                "model", "reprice-" + client,
                                "effective_from", "2026-01-01",
                                "input", "2.5",
                                "source", "contract"))));

        JsonNode preview = operator("POST", "/usage/reprice", Map.of("from", today, "dry_run", true));
        assertThat(preview.path("adjusted").asInt()).isEqualTo(1);
        assertThat(preview.path("difference").decimalValue()).isEqualByComparingTo("2.5");
        assertThat(summary().path("total_cost").decimalValue()).isEqualByComparingTo("0");
        operator("POST", "/usage/reprice", Map.of("from", today));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(summary().path("total_cost").decimalValue()).isEqualByComparingTo("2.5"));
        assertThat(summary().path("adjustments").decimalValue()).isEqualByComparingTo("2.5");
        assertThat(window("client", "day").path("spent").decimalValue()).isEqualByComparingTo("2.5");
        assertThat(record(attempt).path("cost_status").asText()).isEqualTo("unknown");
        assertThat(operator("POST", "/usage/reprice", Map.of("from", today))
                        .path("adjusted")
                        .asInt())
                .isZero();

        JsonNode compared = read(http.post()
                .uri("/api/v1/ai/usage/reconcile")
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .contentType(MediaType.parseMediaType("text/csv"))
                .bodyValue("day,model,call_id,tokens,cost\n" + today + ",x,call-1,1000000,2.6\n" + today
                        + ",y,call-2,5,0.1\n")
                .exchange()
                .expectStatus()
                .isOk());
        assertThat(compared.path("totals").path("difference").decimalValue()).isEqualByComparingTo("0.2");
        assertThat(compared.path("matched").get(0).path("difference").decimalValue())
                .isEqualByComparingTo("0.1");
        assertThat(compared.path("theirs_only").get(0).path("call_id").asText()).isEqualTo("call-2");
    }

    private JsonNode figures() {
        com.fasterxml.jackson.databind.node.ObjectNode summary =
                (com.fasterxml.jackson.databind.node.ObjectNode) summary();
        summary.remove("date_range");
        return summary;
    }

    private JsonNode operator(String method, String path, Map<String, Object> body) {
        return read(http.method(org.springframework.http.HttpMethod.valueOf(method))
                .uri("/api/v1/ai" + path)
                .header("Authorization", TestTokens.bearer(client, Role.OPERATOR))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isOk());
    }

    private static Map<Integer, Long> counts(Map<Integer, java.util.Collection<Integer>> answers) {
        Map<Integer, Long> counts = new java.util.HashMap<>();
        answers.forEach((status, each) -> counts.put(status, (long) each.size()));
        return counts;
    }

    private ConfigurableApplicationContext secondInstance() {
        return new SpringApplicationBuilder(UsageApplication.class)
                .initializers(new TestEnvironment())
                .properties("server.port=0", "server.address=127.0.0.1")
                .run();
    }

    private static void expire(UUID reservation) throws Exception {
        try (Connection admin = TestDatabase.shared().asAdmin();
                PreparedStatement update = admin.prepareStatement(
                        "update usage.reservation_lease set expires_at = now() where reservation_id = ?")) {
            update.setObject(1, reservation);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private UUID reserved() {
        UUID id = Ids.newId();
        reserve(id).expectStatus().isCreated();
        return id;
    }

    private WebTestClient.ResponseSpec reserve(UUID id) {
        return reserve(request(id, project));
    }

    private WebTestClient.ResponseSpec reserve(Map<String, Object> request) {
        return http.post()
                .uri("/internal/v1/reservations")
                .header("Authorization", TestTokens.service(client))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(request)
                .exchange();
    }

    private void release(UUID id) {
        http.post()
                .uri("/internal/v1/reservations/{id}/release", id)
                .header("Authorization", TestTokens.service(client))
                .exchange()
                .expectStatus()
                .isNoContent();
    }

    private static Map<String, Object> request(UUID id, UUID project) {
        return request(id, project, "openai", "gpt-4o-mini");
    }

    private static Map<String, Object> request(UUID id, UUID project, String provider, String model) {
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
    private void limits(Map<String, Object>... limits) {
        put("cost_limits", Map.of("limits", List.of(limits)));
    }

    private static Map<String, Object> limit(String scope, UUID project, String period, String kind, String amount) {
        Map<String, Object> limit =
                new java.util.HashMap<>(Map.of("scope", scope, "period", period, "kind", kind, "amount", amount));
        limit.put("project_id", project);
        return limit;
    }

    private void put(String category, Map<String, Object> values) {
        http.put()
                .uri("/api/v1/ai/configuration/" + category)
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of("values", values))
                .exchange()
                .expectStatus()
                .isOk();
    }

    private JsonNode window(String scope, String period) {
        for (JsonNode line : get("/budget").path("periods")) {
            if (line.path("scope").asText().equals(scope)
                    && line.path("period").asText().equals(period)) {
                return line;
            }
        }
        throw new AssertionError("no " + period + " of the " + scope);
    }

    private JsonNode record(UUID attempt) {
        for (JsonNode record : get("/usage/records?range=1d").path("items")) {
            if (record.path("attempt_id").asText().equals(attempt.toString())) {
                return record;
            }
        }
        return JSON.createObjectNode();
    }

    private JsonNode summary() {
        return get("/usage/summary?range=1d");
    }

    private JsonNode get(String path) {
        return read(http.get()
                .uri("/api/v1/ai" + path)
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN, Role.OPERATOR))
                .exchange()
                .expectStatus()
                .isOk());
    }

    private static JsonNode read(WebTestClient.ResponseSpec response) {
        byte[] body = response.expectBody().returnResult().getResponseBody();
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private AiUsageObserved observed(
            UUID attempt, String model, String outcome, Long input, Long output, boolean cacheHit) {
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
