package dev.colophon.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.events.usage.AiUsageUnconfirmed;
import dev.colophon.events.usage.BudgetStateChanged;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.TestDatabase;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

@ColophonTest
class MoneyIT extends MoneySteps {

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
    void admitsTheFreeModelAndItsPaidFallbackEachForItself() {
        operator(
                "PUT",
                "/prices",
                Map.of(
                        "prices",
                        List.of(Map.of(
                                "provider", "openai",
                                "model", "free-" + client,
                                "effective_from", "2026-01-01",
                                "input", "0",
                                "output", "0",
                                "source", "contract"))));
        limits(limit("client", null, "day", "hard", "0.0000001"));
        UUID free = Ids.newId();

        reserve(request(free, project, "openai", "free-" + client))
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.estimated_cost")
                .isEqualTo("0.0000000000")
                .jsonPath("$.price.input_per_token")
                .isEqualTo("0");
        reserve(Ids.newId()).expectStatus().isEqualTo(402);

        UUID unheard = Ids.newId();
        events.publish(observed(free, "free-" + client, "succeeded", 1_000L, 100L, false));
        events.publish(observed(unheard, "unheard-of", "succeeded", 1_000L, 100L, false));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(summary().path("total_requests").asInt()).isEqualTo(2));
        assertThat(record(free).path("cost_status").asText()).isEqualTo("free");
        assertThat(record(free).path("cost").decimalValue()).isEqualByComparingTo("0");
        assertThat(record(unheard).path("cost_status").asText()).isEqualTo("unknown");
        assertThat(record(unheard).path("cost").isNull()).isTrue();
        assertThat(summary().path("unknown_cost_requests").asInt()).isEqualTo(1);
        assertThat(window("client", "day").path("spent").decimalValue()).isEqualByComparingTo("0");
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
    void attributesWhatABatchCostToItsTextsToTheLastDecimal() {
        UUID attempt = Ids.newId();
        events.publish(new AiUsageObserved(
                new ClientId(client),
                attempt,
                Ids.newId(),
                1,
                null,
                project,
                null,
                "embedding",
                "openai",
                "text-embedding-3-small",
                null,
                4,
                100L,
                null,
                false,
                "succeeded",
                12,
                Instant.now(),
                null,
                null,
                false,
                List.of(33L, 33L, 33L, 1L)));
        JsonNode record = await().atMost(PATIENCE)
                .until(() -> record(attempt), found -> !found.path("cost").isMissingNode());

        List<BigDecimal> parts = new ArrayList<>();
        record.path("parts").forEach(part -> parts.add(part.decimalValue()));
        assertThat(parts).hasSize(4).allMatch(part -> part.signum() > 0);
        assertThat(parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(record.path("cost").decimalValue());
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
        price("2.5");

        JsonNode preview = operator("POST", "/usage/reprice", Map.of("from", today, "dry_run", true));
        assertThat(preview.path("adjusted").asInt()).isEqualTo(1);
        assertThat(preview.path("difference").decimalValue()).isEqualByComparingTo("2.5");
        assertThat(summary().path("total_cost").decimalValue()).isEqualByComparingTo("0");
        String first = operator("POST", "/usage/reprice", Map.of("from", today))
                .path("price_list_version")
                .asText();
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

        JsonNode compared = reconciled(today + ",x,call-1,1000000,2.6\n" + today + ",y,call-2,5,0.1\n");
        assertThat(compared.path("totals").path("difference").decimalValue()).isEqualByComparingTo("0.2");
        assertThat(compared.path("matched").get(0).path("difference").decimalValue())
                .isEqualByComparingTo("0.1");
        assertThat(compared.path("theirs_only").get(0).path("call_id").asText()).isEqualTo("call-2");
        assertThat(reconciled("\n".repeat(2_000_000) + today + ",y,call-3,5,0.1\n")
                        .path("totals")
                        .path("theirs_only")
                        .asInt())
                .isEqualTo(1);
        assertThat(reconciled(today + ",x," + attempt + ",1000000,2.5\n")
                        .path("totals")
                        .path("matched")
                        .asInt())
                .isEqualTo(1);
        repricesThereAndBackAndThereAgain(today, first);
    }

    @Test
    void repricesALedgerOfAnyLengthAndNoDayBeyondAllCalendars() {
        int calls = 1_201;
        for (int call = 0; call < calls; call++) {
            events.publish(observed(Ids.newId(), "reprice-" + client, "succeeded", 1_000_000L, null, false));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(summary().path("total_requests").asInt()).isEqualTo(calls));
        price("2");

        JsonNode outcome = operator("POST", "/usage/reprice", Map.of("from", "2026-01-01"));

        assertThat(outcome.path("entries").asInt()).isEqualTo(calls);
        assertThat(outcome.path("adjusted").asInt()).isEqualTo(calls);
        assertThat(outcome.path("difference").decimalValue()).isEqualByComparingTo("2402");
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(summary().path("total_cost").decimalValue()).isEqualByComparingTo("2402"));
        http.post()
                .uri("/api/v1/ai/usage/reprice")
                .header("Authorization", TestTokens.bearer(client, Role.OPERATOR))
                .bodyValue(Map.of("from", "2026-01-01", "to", "+999999999-12-31"))
                .exchange()
                .expectStatus()
                .isBadRequest();
    }

    private void repricesThereAndBackAndThereAgain(String today, String first) {
        price("2");
        for (String cost : List.of("2", "2.5", "2")) {
            Map<String, Object> asked =
                    cost.equals("2.5") ? Map.of("from", today, "price_list_version", first) : Map.of("from", today);
            operator("POST", "/usage/reprice", asked);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(summary().path("total_cost").decimalValue())
                            .isEqualByComparingTo(cost));
        }
        price("7");
        operator("POST", "/usage/reprice", Map.of("from", today, "price_list_version", first));
        operator("POST", "/usage/reprice", Map.of("from", today));
        await().during(Duration.ofSeconds(2)).atMost(PATIENCE).untilAsserted(() -> assertThat(
                        summary().path("total_cost").decimalValue().stripTrailingZeros())
                .as("one of the two corrections, and not their sum")
                .isIn(new BigDecimal("2.5"), new BigDecimal("7")));
    }

    private void price(String input) {
        operator(
                "PUT",
                "/prices",
                Map.of(
                        "prices",
                        List.of(Map.of(
                                "provider", "openai",
                                "model", "reprice-" + client,
                                "effective_from", "2026-01-01",
                                "input", input,
                                "source", "contract"))));
    }

    @Test
    void exportsEachRecordOnceHoweverMany() {
        for (int call = 0; call < 501; call++) {
            events.publish(observed(Ids.newId(), "gpt-4.1-mini", "succeeded", 100L, 10L, false));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(summary().path("total_requests").asInt()).isEqualTo(501));

        String csv = http.get()
                .uri("/api/v1/ai/usage/export?range=1d")
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(String.valueOf(csv).lines()).hasSize(502).doesNotHaveDuplicates();
    }

    private JsonNode reconciled(String lines) {
        return read(http.post()
                .uri("/api/v1/ai/usage/reconcile")
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .contentType(MediaType.parseMediaType("text/csv"))
                .bodyValue("day,model,call_id,tokens,cost\n" + lines)
                .exchange()
                .expectStatus()
                .isOk());
    }
}
