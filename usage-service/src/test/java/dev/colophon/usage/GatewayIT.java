package dev.colophon.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.TestDatabase;
import dev.colophon.testing.TestTokens;
import dev.colophon.usage.gateway.LiteLlmContractStub;
import dev.colophon.web.security.Role;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

/** Against a contract stub: an HTTP server that answers in LiteLLM's formats. */
@ColophonTest
class GatewayIT extends MoneySteps {

    private static final String SECRET = "sk-never-to-be-seen-7261";

    @Test
    void holdsWhatEachGatewaySaysOfItsKeyAgainstTheLedger() throws Exception {
        try (LiteLlmContractStub stub = new LiteLlmContractStub()) {
            UUID equal = integration("equal", stub.url("equal"));
            UUID near = integration("near", stub.url("near"));
            UUID resets = integration("resets", stub.url("resets"));
            UUID shared = integration("shared", stub.url("shared"));
            stub.spent("equal", 1_000 * 1.5e-07 + 100 * 6e-07);
            stub.spent("near", 0.0002);
            stub.spent("resets", 0.00021);
            stub.spent("shared", 12.5);
            for (UUID integration : List.of(equal, near, resets)) {
                events.publish(observed(integration, Instant.now()));
            }
            events.publish(observed(resets, Instant.now().minus(Duration.ofDays(2))));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(get("/usage/summary?range=7d")
                            .path("total_requests")
                            .asInt())
                    .isEqualTo(4));

            Map<String, JsonNode> lines = lines();

            assertThat(statuses(lines))
                    .isEqualTo(Map.of(
                            "equal", "equal", "near", "within_tolerance", "resets", "equal", "shared", "differs"));
            assertThat(lines.get("near").path("difference").decimalValue()).isEqualByComparingTo("-0.00001");
            assertThat(lines.get("resets").path("own").path("requests").asInt()).isEqualTo(1);
            assertThat(lines.get("resets").path("own").path("since").isTextual())
                    .isTrue();
            assertThat(lines.get("shared").path("key").path("max_budget").decimalValue())
                    .isEqualByComparingTo("7.5");
            assertThat(lines.get("equal").path("key").path("key_name").asText()).isEqualTo("sk-...7261");
            assertThat(lines.toString()).doesNotContain(SECRET).contains("says the key back: ***");
            assertThat(stub.keys()).containsOnly("Bearer " + SECRET);
            assertThat(stub.asked()).contains("GET /equal/key/info").doesNotContain("GET /equal/v1/key/info");
        }
    }

    @Test
    void saysOfEachGatewayThatDoesNotAnswerWhatIsWrong() throws Exception {
        try (LiteLlmContractStub stub = new LiteLlmContractStub()) {
            for (String manner : List.of("401", "500", "master", "nothing", "html", "silent")) {
                integration(manner, stub.url(manner));
            }
            integration("closed", "http://127.0.0.1:1/v1");
            moveInside(integration("inside", stub.url("equal")));
            unsealable(integration("unsealable", stub.url("equal")));
            integration("here", stub.url("equal"));

            Map<String, JsonNode> lines = lines();

            String at = stub.address();
            assertThat(lines.get("here").path("status").asText()).isEqualTo("equal");
            assertThat(errors(lines))
                    .isEqualTo(
                            Map.of(
                                    "401",
                                            "the gateway does not accept the key (HTTP 401): check the integration's credentials",
                                    "500",
                                            "the gateway is in trouble (HTTP 500): try again later (/key/info needs LiteLLM with"
                                                    + " a database)",
                                    "master",
                                            "the gateway knows no such key (HTTP 404): a master key has no spend of its own, set a"
                                                    + " virtual key",
                                    "nothing",
                                            "there is no /key/info at " + at
                                                    + " (HTTP 404): it is no LiteLLM proxy, or base_url is not its address",
                                    "html", "the answer of " + at + " to /key/info is no JSON object",
                                    "silent",
                                            at + " did not answer within 700 ms: check the address, or raise"
                                                    + " performance_config.timeout_ms",
                                    "closed", "nobody listens at 127.0.0.1:1: check base_url and its port",
                                    "inside",
                                            "base_url must not be called: the host 10.0.0.1 has a private address, which the"
                                                    + " operator has not allowed",
                                    "unsealable",
                                            "the stored credentials cannot be opened (there is no key \"lost\"): set them again"));
            assertThat(lines.toString()).doesNotContain(SECRET);
        }
    }

    @Test
    void saysWhatACallWouldCostByOurPricesAndByTheGateways() throws Exception {
        operator(
                "PUT",
                "/prices",
                Map.of(
                        "prices",
                        List.of(Map.of(
                                "provider", "openai_compatible",
                                "model", "mini",
                                "effective_from", "2026-01-01",
                                "input", "0.15",
                                "output", "0.6",
                                "source", "contract"))));
        try (LiteLlmContractStub stub = new LiteLlmContractStub()) {
            JsonNode newer = calculate("mini", integration("newer", stub.url("newer")));
            assertThat(newer.path("cost").decimalValue()).isEqualByComparingTo("0.00075");
            assertThat(newer.path("gateway").path("cost").decimalValue())
                    .isBetween(decimal("0.00074"), decimal("0.00076"));
            assertThat(newer.path("gateway").path("status").asText()).isEqualTo("equal");
            assertThat(newer.path("gateway").path("source").asText()).isEqualTo("/cost/estimate");

            JsonNode older = calculate("mini", integration("older", stub.url("old")));
            assertThat(older.path("gateway").path("status").asText()).isEqualTo("equal");
            assertThat(older.path("gateway").path("source").asText()).isEqualTo("/spend/calculate");

            JsonNode unheard = calculate("unheard-of", integration("unheard", stub.url("newer")));
            assertThat(unheard.path("cost").isNull()).isTrue();
            assertThat(unheard.path("gateway").path("status").asText()).isEqualTo("not_comparable");

            assertThat(error("mini", integration("unpriced", stub.url("unpriced"))))
                    .isEqualTo("the gateway has no price of mini (HTTP 404)");
            assertThat(error("mini", integration("zero", stub.url("zero"))))
                    .isEqualTo("the gateway says 0, which with LiteLLM means that it has no price of mini");
            assertThat(error("mini", integration("none", stub.url("nothing"))))
                    .isEqualTo("there is no /spend/calculate at " + stub.address()
                            + " (HTTP 404): it is no LiteLLM proxy");
            assertThat(stub.asked())
                    .contains("POST /old/cost/estimate", "POST /old/spend/calculate")
                    .doesNotContain("POST /newer/spend/calculate", "POST /unpriced/spend/calculate");
        }
        assertThat(operator("POST", "/spend/calculate", Map.of("model", "gpt-4o-mini", "input_tokens", 1_000))
                        .path("gateway")
                        .isNull())
                .isTrue();
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text);
    }

    private String error(String model, UUID integration) {
        JsonNode gateway = calculate(model, integration).path("gateway");
        assertThat(gateway.path("status").asText()).isEqualTo("not_answered");
        return gateway.path("error").asText();
    }

    private JsonNode calculate(String model, UUID integration) {
        return operator(
                "POST",
                "/spend/calculate",
                Map.of("model", model, "input_tokens", 1_000, "output_tokens", 1_000, "integration_id", integration));
    }

    private Map<String, JsonNode> lines() {
        Map<String, JsonNode> lines = new LinkedHashMap<>();
        get("/gateway/key-info")
                .path("gateways")
                .forEach(line -> lines.put(line.path("name").asText(), line));
        return lines;
    }

    private static Map<String, String> statuses(Map<String, JsonNode> lines) {
        Map<String, String> statuses = new LinkedHashMap<>();
        lines.forEach((name, line) -> statuses.put(name, line.path("status").asText()));
        return statuses;
    }

    private static Map<String, String> errors(Map<String, JsonNode> lines) {
        Map<String, String> errors = new LinkedHashMap<>();
        lines.forEach((name, line) -> {
            if (line.path("status").asText().equals("not_answered")) {
                errors.put(name, line.path("error").asText());
            }
        });
        return errors;
    }

    private UUID integration(String name, String url) {
        JsonNode made = read(http.post()
                .uri("/api/v1/integrations")
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Map.of(
                        "type",
                        "openai_compatible",
                        "subtype",
                        "gateway",
                        "name",
                        name,
                        "base_url",
                        url,
                        "credentials",
                        Map.of("api_key", SECRET),
                        "performance_config",
                        Map.of("timeout_ms", name.equals("silent") ? 700 : 9_000)))
                .exchange()
                .expectStatus()
                .isCreated());
        return UUID.fromString(made.path("id").asText());
    }

    private static void moveInside(UUID integration) throws Exception {
        change("update usage.integration set base_url = 'http://10.0.0.1/v1' where id = ?", integration);
    }

    private static void unsealable(UUID integration) throws Exception {
        change(
                "update usage.integration set credentials = 'v1.lost.' || split_part(credentials, '.', 3) where id = ?",
                integration);
    }

    private static void change(String sql, UUID integration) throws Exception {
        try (Connection admin = TestDatabase.shared().asAdmin();
                PreparedStatement update = admin.prepareStatement(sql)) {
            update.setObject(1, integration);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    private AiUsageObserved observed(UUID integration, Instant at) {
        return new AiUsageObserved(
                new ClientId(client),
                Ids.newId(),
                Ids.newId(),
                1,
                null,
                project,
                null,
                "chat",
                "openai",
                "gpt-4o-mini",
                null,
                1,
                1_000L,
                100L,
                false,
                "succeeded",
                12,
                at,
                integration,
                null,
                false);
    }
}
