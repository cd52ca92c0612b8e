package dev.colophon.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.TestTokens;
import dev.colophon.usage.trial.StubProvider;
import dev.colophon.web.security.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A trial of an integration is a paid attempt. */
@ColophonTest
class TrialIT extends MoneySteps {

    @Test
    void reservesForATrialAndRecordsWhatItCost() throws Exception {
        price("gpt-4o-mini", "served-model");
        limits(limit("client", null, "day", "hard", "1"));
        try (StubProvider provider = new StubProvider()) {
            String integration = integration("good", provider.url("good"));

            assertThat(read(test(integration).expectStatus().isOk()).path("ok").booleanValue())
                    .isTrue();

            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(summary().path("total_requests").asInt()).isEqualTo(1));
            JsonNode record = get("/usage/records?range=1d").path("items").get(0);
            assertThat(record.path("operation").asText()).isEqualTo("trial");
            assertThat(record.path("model").asText()).isEqualTo("served-model");
            assertThat(record.path("integration_id").asText()).isEqualTo(integration);
            // 21 and 3 tokens at 1 and 2 USD a million
            assertThat(record.path("cost").decimalValue()).isEqualByComparingTo("0.000027");
            assertThat(window("client", "day").path("spent").decimalValue()).isEqualByComparingTo("0.000027");
            assertThat(window("client", "day").path("reserved").decimalValue()).isEqualByComparingTo("0");
        }
    }

    @Test
    void refusesATrialOverAHardLimitAndGivesBackWhatNeverLeft() throws Exception {
        price("gpt-4o-mini");
        try (StubProvider provider = new StubProvider()) {
            String integration = integration("good", provider.url("good"));
            limits(limit("client", null, "day", "hard", "0.000001"));

            test(integration)
                    .expectStatus()
                    .isEqualTo(402)
                    .expectBody()
                    .jsonPath("$.limit")
                    .isEqualTo("0.000001")
                    .jsonPath("$.on_limit")
                    .isEqualTo("block");
            assertThat(provider.asked()).isEmpty();
        }
        limits(limit("client", null, "day", "hard", "1"));
        String closed = integration("closed", "http://127.0.0.1:1/v1");

        assertThat(read(test(closed).expectStatus().isOk()).path("error").asText())
                .contains("nobody listens");
        assertThat(window("client", "day").path("reserved").decimalValue()).isEqualByComparingTo("0");
        assertThat(summary().path("total_requests").asInt()).isZero();
    }

    private WebTestClient.ResponseSpec test(String integration) {
        return http.post()
                .uri("/api/v1/integrations/{id}/test", integration)
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .exchange();
    }

    private String integration(String name, String url) {
        return read(http.post()
                        .uri("/api/v1/integrations")
                        .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(Map.of(
                                "type",
                                "openai_compatible",
                                "subtype",
                                "llm",
                                "name",
                                name,
                                "base_url",
                                url,
                                "credentials",
                                Map.of("api_key", "sk-test"),
                                "model_config",
                                Map.of("model", "gpt-4o-mini")))
                        .exchange()
                        .expectStatus()
                        .isCreated())
                .path("id")
                .asText();
    }

    private void price(String... models) {
        operator(
                "PUT",
                "/prices",
                Map.of(
                        "prices",
                        List.of(models).stream()
                                .map(model -> Map.of(
                                        "provider", "openai_compatible",
                                        "model", model,
                                        "effective_from", "2026-01-01",
                                        "input", "1",
                                        "output", "2",
                                        "source", "contract"))
                                .toList()));
    }
}
