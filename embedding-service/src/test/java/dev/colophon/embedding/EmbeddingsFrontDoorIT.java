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
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.persistence.secret.SecretBox;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.output.Response;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

@EmbeddingServiceTest
class EmbeddingsFrontDoorIT {

    private static final String LOCAL = "all-minilm-l6-v2";

    @Autowired
    WebTestClient http;

    @Autowired
    EventsProbe events;

    @Autowired
    ClientAccounts accounts;

    @Autowired
    SecretBox secrets;

    @Autowired
    MeterRegistry meters;

    @LocalServerPort
    int port;

    private final UUID client = UUID.randomUUID();
    private final UUID first = Ids.newId();
    private final UUID second = Ids.newId();
    private final String model = "embedder-" + first;
    private final Provider provider = LoopbackServer.provider(first.toString());
    private final Provider other = LoopbackServer.provider(second.toString());

    @BeforeEach
    void configure() {
        integration(second, "Stand-in", other, Map.of("model", model, "dimensions", LoopbackServer.DIMENSIONS), null);
        integration(first, "Team vectors", provider, settings(), second);
        choose(first);
    }

    @Test
    void embedsAtTheClientsAccountAndTellsTheAccountBook() {
        EntityExchangeResult<JsonNode> result = ask(Map.of("model", "Team vectors", "input", List.of("a", "bcd")), 200);
        JsonNode answer = result.getResponseBody();

        assertThat(answer.path("object").asText()).isEqualTo("list");
        assertThat(answer.path("model").asText()).isEqualTo("served-" + model);
        assertThat(answer.path("data").findValuesAsText("index")).containsExactly("0", "1");
        assertThat(answer.at("/data/0/embedding/0").asInt()).isEqualTo(1);
        assertThat(answer.at("/data/1/embedding/0").asInt()).isEqualTo(3);
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(12);
        assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(12);
        assertThat(provider.requests.get(0).key()).isEqualTo("Bearer sk-of-Team vectors");

        AiUsageObserved told = told(1).get(0);
        assertThat(told.attemptId())
                .hasToString(provider.requests.get(0).attemptId())
                .hasToString(LoopbackServer.reserved(model)
                        .get(0)
                        .path("reservation_id")
                        .asText())
                .isEqualTo(told.reservationId());
        assertThat(told.inputCount()).isEqualTo(2);
        assertThat(told.inputTokens()).isEqualTo(12);
        assertThat(told.model()).isEqualTo("served-" + model);
        assertThat(told.integrationId()).isEqualTo(first);
        assertThat(told.outcome()).isEqualTo("succeeded");
        assertThat(result.getResponseHeaders().toSingleValueMap())
                .containsEntry("x-colophon-call-id", told.callId().toString())
                .containsEntry("x-colophon-attempt", "1")
                .containsEntry("x-colophon-provider", "openai_compatible")
                .containsEntry("x-colophon-model", "served-" + model)
                .containsEntry("x-colophon-integration-id", first.toString())
                .containsEntry("x-colophon-cache", "miss")
                .containsEntry("x-colophon-cost", "0.0000002400")
                .doesNotContainKey("x-colophon-fallback");
    }

    @Test
    void findsTheModelByAnyOfItsNamesAndTheLocalOneByItsOwn() {
        for (String name : List.of("Team vectors", first.toString(), model, "default")) {
            assertThat(ask(Map.of("model", name, "input", "a"), 200)
                            .getResponseHeaders()
                            .getFirst("x-colophon-integration-id"))
                    .as(name)
                    .isEqualTo(first.toString());
        }
        assertThat(ask(Map.of("input", "a"), 200).getResponseHeaders().getFirst("x-colophon-integration-id"))
                .isEqualTo(first.toString());
        EntityExchangeResult<JsonNode> local = ask(Map.of("model", LOCAL, "input", "a"), 200);
        assertThat(local.getResponseHeaders().toSingleValueMap())
                .containsEntry("x-colophon-provider", "local")
                .containsEntry("x-colophon-cost", "0.0000000000")
                .doesNotContainKey("x-colophon-integration-id");
        assertThat(error(Map.of("model", "nobody", "input", "a"), 404)
                        .path("code")
                        .asText())
                .isEqualTo("model_not_found");
        assertThat(get("/v1/models").path("data").findValuesAsText("id")).contains(LOCAL, "Team vectors", "Stand-in");
        assertThat(get("/v1/models/Team vectors").path("dimensions").asInt()).isEqualTo(2);
    }

    @Test
    void servesLocallyWhoChoseNothing() {
        EntityExchangeResult<JsonNode> answer = ask(UUID.randomUUID(), Map.of("input", "a"), 200);

        assertThat(answer.getResponseBody().path("model").asText()).isEqualTo(LOCAL);
    }

    @Test
    void readsTokensOfWhicheverModel() {
        List<Integer> helloWorld = List.of(15339, 1917);

        JsonNode one =
                ask(Map.of("model", "Team vectors", "input", helloWorld), 200).getResponseBody();
        JsonNode two = ask(Map.of("model", "Team vectors", "input", List.of(helloWorld, List.of(15339))), 200)
                .getResponseBody();
        JsonNode local = ask(Map.of("model", LOCAL, "input", helloWorld), 200).getResponseBody();

        assertThat(one.path("data")).hasSize(1);
        assertThat(two.path("data")).hasSize(2);
        assertThat(provider.requests.get(0).texts()).containsExactly("hello world");
        assertThat(provider.requests.get(1).texts()).containsExactly("hello world", "hello");
        assertThat(local)
                .isEqualTo(
                        ask(Map.of("model", LOCAL, "input", "hello world"), 200).getResponseBody());
        JsonNode error = error(Map.of("model", "Team vectors", "input", List.of(helloWorld, List.of(5_000_000))), 400);
        assertThat(error.path("param").asText()).isEqualTo("input[1][0]");
        assertThat(error.path("message").asText()).contains("is 5000000, which is no token of cl100k_base");
    }

    @Test
    void answersTwoThousandTextsOfSeveralMegabytesEachAtItsPlace() {
        List<String> texts = IntStream.range(0, 2_048)
                .mapToObj(i -> "x".repeat(1_000 + i % 7))
                .toList();

        for (String format : List.of("float", "base64")) {
            JsonNode answer = ask(Map.of("model", "Team vectors", "input", texts, "encoding_format", format), 200)
                    .getResponseBody();

            assertThat(answer.path("data")).hasSize(texts.size());
            for (int i = 0; i < texts.size(); i++) {
                JsonNode datum = answer.path("data").path(i);
                assertThat(datum.path("index").asInt()).isEqualTo(i);
                assertThat(first(datum.path("embedding")))
                        .as("text %d as %s", i, format)
                        .isEqualTo(texts.get(i).length());
            }
        }
    }

    private static float first(JsonNode vector) {
        return vector.isTextual()
                ? ByteBuffer.wrap(Base64.getDecoder().decode(vector.asText()))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getFloat()
                : vector.path(0).floatValue();
    }

    @Test
    void writesVectorsAsNumbersOrAsBase64() {
        JsonNode base64 = ask(Map.of("model", "Team vectors", "input", "abc", "encoding_format", "base64"), 200)
                .getResponseBody();

        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder()
                        .decode(base64.at("/data/0/embedding").asText()))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new float[] {bytes.getFloat(), bytes.getFloat()}).containsExactly(3f, 1f);
    }

    @Test
    void asksForDimensionsAndHandsOutNoOthers() {
        ask(Map.of("model", "Team vectors", "input", "a", "dimensions", 2), 200);
        assertThat(provider.requests.get(0).body().path("dimensions").asInt()).isEqualTo(2);

        JsonNode error = error(Map.of("model", "Team vectors", "input", "a", "dimensions", 5), 502);

        assertThat(error.path("message").asText())
                .contains("input is of no use: the vector has 2 dimensions, the model 5");
        assertThat(error(Map.of("model", LOCAL, "input", "a", "dimensions", 256), 400)
                        .path("param")
                        .asText())
                .isEqualTo("dimensions");
    }

    @Test
    void sendsManyTextsInBatchesWhoseTokensAddUp() {
        List<String> texts =
                IntStream.range(0, 1_100).mapToObj(i -> "text " + i).toList();

        JsonNode answer =
                ask(Map.of("model", "Team vectors", "input", texts), 200).getResponseBody();

        assertThat(provider.requests).hasSize(3);
        for (int i = 0; i < texts.size(); i++) {
            assertThat(answer.at("/data/" + i + "/embedding/0").asInt())
                    .isEqualTo(texts.get(i).length());
        }
        int billed = provider.billed.stream().mapToInt(Integer::intValue).sum();
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(billed);
        List<AiUsageObserved> told = told(3);
        assertThat(told.stream().mapToLong(AiUsageObserved::inputTokens).sum()).isEqualTo(billed);
        assertThat(told.stream().mapToInt(AiUsageObserved::inputCount).sum()).isEqualTo(1_100);
        assertThat(told)
                .extracting(AiUsageObserved::callId)
                .containsOnly(told.get(0).callId());
        assertThat(told).extracting(AiUsageObserved::attempt).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void keepsAnExplicitZeroAndEstimatesWhatNobodySaid() {
        provider.replies(200, "{\"data\":[{\"index\":0,\"embedding\":[1,2]}],\"usage\":{\"prompt_tokens\":0}}")
                .replies(200, "{\"data\":[{\"index\":0,\"embedding\":[1,2]}]}");

        assertThat(ask(Map.of("model", "Team vectors", "input", "four of bytes"), 200)
                        .getResponseBody()
                        .at("/usage/prompt_tokens")
                        .asInt())
                .isZero();
        assertThat(ask(Map.of("model", "Team vectors", "input", "four of bytes"), 200)
                        .getResponseBody()
                        .at("/usage/prompt_tokens")
                        .asInt())
                .isEqualTo(4);
        assertThat(told(2))
                .anySatisfy(told -> {
                    assertThat(told.inputTokens()).isZero();
                    assertThat(told.estimated()).isFalse();
                })
                .anySatisfy(told -> {
                    assertThat(told.inputTokens()).isEqualTo(4);
                    assertThat(told.estimated()).isTrue();
                });
    }

    @Test
    void triesAgainAsAskedAndTellsOfEveryAttempt() {
        provider.replies(request -> new Reply(429, Map.of("Retry-After", "1"), "{}", false))
                .replies(503, "{}");

        EntityExchangeResult<JsonNode> answer = ask(Map.of("model", "Team vectors", "input", "abc"), 200);

        assertThat(answer.getResponseHeaders().getFirst("x-colophon-attempt")).isEqualTo("3");
        assertThat(answer.getResponseHeaders().getFirst("x-colophon-fallback")).isNull();
        assertThat(told(3))
                .extracting(AiUsageObserved::outcome)
                .containsExactlyInAnyOrder("throttled", "failed", "succeeded");
        assertThat(told(3).stream().filter(told -> told.inputTokens() != null).mapToLong(AiUsageObserved::inputTokens))
                .containsExactly(9L);
        assertThat(provider.billed).containsExactly(9);
    }

    @Test
    void fallsBackToWhoServesTheSameModelAndSaysSo() {
        for (int i = 0; i < 3; i++) {
            provider.replies(500, "{}");
        }

        EntityExchangeResult<JsonNode> answer = ask(Map.of("model", "Team vectors", "input", "abc"), 200);

        assertThat(answer.getResponseHeaders().toSingleValueMap())
                .containsEntry("x-colophon-integration-id", second.toString())
                .containsEntry("x-colophon-attempt", "4")
                .containsEntry("x-colophon-fallback", "unserved");
        assertThat(told(4))
                .extracting(AiUsageObserved::callId)
                .containsOnly(told(4).get(0).callId());
    }

    @Test
    void neverFallsBackToVectorsThatCannotBeCompared() {
        integration(second, "Stand-in", other, Map.of("model", model, "dimensions", 3), null);
        await().until(() -> Integer.valueOf(3)
                .equals(accounts.integration(new ClientId(client), second)
                        .orElseThrow()
                        .model()
                        .dimensions()));
        provider.replies(401, "{\"error\":{\"message\":\"the secret key\"}}");

        JsonNode error = error(Map.of("model", "Team vectors", "input", "abc"), 502);

        assertThat(error.path("message").asText()).isEqualTo("No model answered: HTTP 401");
        assertThat(error.path("type").asText()).isEqualTo("server_error");
        assertThat(other.requests).isEmpty();
    }

    @Test
    void leavesALongWaitToTheClient() {
        alone();
        provider.replies(request -> new Reply(429, Map.of("Retry-After", "120"), "{}", false));

        http.post()
                .uri("/v1/embeddings")
                .header("Authorization", TestTokens.bearer(client, Role.MEMBER))
                .bodyValue(Map.of("model", "Team vectors", "input", "abc"))
                .exchange()
                .expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .valueEquals("Retry-After", "120");
    }

    @Test
    void namesTheTextThatTheProviderRefusesAndSendsNoMore() {
        List<String> texts = new ArrayList<>(
                IntStream.range(0, 600).mapToObj(i -> "text " + i).toList());
        texts.set(9, "oversize");
        for (int i = 0; i < 40; i++) {
            provider.replies(request -> request.texts().contains("oversize")
                    ? Reply.of(400, "{\"error\":{\"message\":\"the secret text\"}}")
                    : provider.embedded(request));
        }

        JsonNode error = error(Map.of("model", "Team vectors", "input", texts), 400);

        assertThat(error.path("param").asText()).isEqualTo("input[9]");
        assertThat(error.path("message").asText())
                .contains("input[9] is refused by the provider")
                .doesNotContain("secret");
        List<AiUsageObserved> told = told(provider.requests.size());
        assertThat(told).hasSameSizeAs(provider.requests);
        assertThat(told.stream()
                        .filter(each -> each.inputTokens() != null)
                        .mapToLong(AiUsageObserved::inputTokens)
                        .sum())
                .as("what passed is billed, though the call failed")
                .isEqualTo(provider.billed.stream().mapToInt(Integer::intValue).sum());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'data':[{'index':0,'embedding':[1,2,3]},{'index':1,'embedding':[1,2]}]} | dimension | input[0] is of no use: the vector has 3 dimensions, the model 2
            {'data':[{'index':0,'embedding':[1,2]},{'index':1,'embedding':[1,NaN]}]} | nan | input[1] is of no use: the vector holds what is not a number
            {'data':[{'index':0,'embedding':[1e99,2]},{'index':1,'embedding':[1,2]}]} | infinite | input[0] is of no use: the vector holds an infinite number
            {'data':[{'index':0,'embedding':[0,0]},{'index':1,'embedding':[1,2]}]} | zero | input[0] is of no use: all numbers of the vector are zero
            {'data':[{'index':0,'embedding':[1,2]}]} | fewer_vectors | the provider sent 1 vectors for 2 texts
            {'data':[{'index':0,'embedding':[1,2]},{'index':1,'embedding':[1,2]},{'index':2,'embedding':[1,2]}]} | more_vectors | the provider sent 3 vectors for 2 texts
            {'data':[{'index':0,'embedding':[1,2]},{'index':0,'embedding':[3,4]}]} | index | two vectors have the index 0
            {'data':[{'index':0,'embedding':'%%'},{'index':1,'embedding':[3,4]}]} | encoding | a vector is neither numbers nor base64
            {'data':[{ | the_answer_is_invalid_json | No model answered: the answer is invalid JSON
            <html>sign in</html> | the_answer_is_html_not_json | No model answered: the answer is HTML, not JSON
            """)
    void hasItsOwnWordAndMetricForEachFault(String body, String fault, String message) {
        alone();
        provider.replies(200, body.replace('\'', '"'));

        JsonNode error = error(Map.of("model", "Team vectors", "input", List.of("a", "b")), 502);

        assertThat(error.path("message").asText()).contains(message);
        assertThat(counted(fault)).isPositive();
        assertThat(told(1)).hasSize(1);
        assertThat(provider.requests).hasSize(1);
    }

    @Test
    void toleratesASlowProviderAndGivesUpOnOneThatHangsOrTrickles() {
        alone();
        provider.replies(request -> {
            LoopbackServer.pause(Duration.ofMillis(600));
            return provider.embedded(request);
        });
        ask(Map.of("model", "Team vectors", "input", "a"), 200);
        integration(first, "Team vectors", provider, settings(), Map.of("timeout_ms", 400, "max_attempts", 1), null);
        await().until(() -> accounts.integration(new ClientId(client), first)
                        .orElseThrow()
                        .performance()
                        .timeout()
                != null);

        provider.replies(request -> {
            LoopbackServer.pause(Duration.ofSeconds(5));
            return provider.embedded(request);
        });
        assertThat(error(Map.of("model", "Team vectors", "input", "a"), 503)
                        .path("message")
                        .asText())
                .isEqualTo("No model answered: timed out");
        provider.replies(request -> new Reply(200, Map.of(), "{\"data\":", true));
        assertThat(error(Map.of("model", "Team vectors", "input", "a"), 503)
                        .path("message")
                        .asText())
                .isEqualTo("No model answered: answered too slowly");

        assertThat(counted("timed_out")).isEqualTo(1);
        assertThat(counted("answered_too_slowly")).isEqualTo(1);
        assertThat(told(3))
                .extracting(AiUsageObserved::outcome)
                .containsExactlyInAnyOrder("succeeded", "unanswered", "unanswered");
    }

    @Test
    void stopsAtTheLimitAndSaysTheNumbers() {
        LoopbackServer.refuse(model, 402, overBudget("block"));

        JsonNode error = error(Map.of("model", "Team vectors", "input", "a"), 402);

        assertThat(error.path("type").asText()).isEqualTo("insufficient_quota");
        assertThat(error.path("code").asText()).isEqualTo("budget_exceeded");
        assertThat(error.path("message").asText()).contains("limit 1.00", "spent 0.90", "reserved 0.09");
        assertThat(provider.requests).isEmpty();
        assertThat(LoopbackServer.reserved(model)).hasSize(1);
    }

    @Test
    void degradesToTheLocalModelOnlyWhereDimensionsFit() {
        LoopbackServer.refuse(model, 402, overBudget("degrade"));

        assertThat(error(Map.of("model", "Team vectors", "input", "a"), 402)
                        .path("message")
                        .asText())
                .contains("limit 1.00", LOCAL + " cannot stand in for " + model);
        EntityExchangeResult<JsonNode> answer =
                ask(Map.of("model", "Team vectors", "input", "a", "dimensions", 384), 200);

        assertThat(answer.getResponseBody().path("model").asText()).isEqualTo(LOCAL);
        assertThat(answer.getResponseHeaders().toSingleValueMap())
                .containsEntry("x-colophon-fallback", "over_budget")
                .containsEntry("x-colophon-provider", "local")
                .containsEntry("x-colophon-cost", "0.0000000000");
        assertThat(provider.requests).isEmpty();
    }

    @Test
    void refusesWhatHasNoPriceWhereTheClientWantsThat() {
        LoopbackServer.refuse(model, 422, "{\"type\":\"urn:problem:unknown-price\",\"detail\":\"" + model + "\"}");

        assertThat(error(Map.of("model", "Team vectors", "input", "a"), 422)
                        .path("code")
                        .asText())
                .isEqualTo("unknown_price");
    }

    @Test
    void givesBackWhatNeverLeft() {
        integration(first, "Team vectors", "http://127.0.0.1:1/v1", settings(), Map.of(), null);
        await().until(() -> String.valueOf(accounts.integration(new ClientId(client), first)
                        .orElseThrow()
                        .baseUrl())
                .contains(":1/"));

        assertThat(error(Map.of("model", "Team vectors", "input", "a"), 503)
                        .path("message")
                        .asText())
                .isEqualTo("No model answered: connection refused");

        await().untilAsserted(() -> assertThat(LoopbackServer.released())
                .containsAll(LoopbackServer.reserved(model).stream()
                        .map(request -> request.path("reservation_id").asText())
                        .toList()));
    }

    @Test
    void needsARoleThatMaySpend() {
        http.post()
                .uri("/v1/embeddings")
                .header("Authorization", TestTokens.bearer(client, Role.VIEWER))
                .bodyValue(Map.of("input", "a"))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void servesTheClientThatLangchain4jBrings() {
        OpenAiEmbeddingModel remote = langchain4j("Team vectors").build();
        OpenAiEmbeddingModel local = langchain4j(LOCAL).build();

        Response<List<Embedding>> many = remote.embedAll(List.of(TextSegment.from("a"), TextSegment.from("bcd")));

        assertThat(many.content()).extracting(each -> each.vector()[0]).containsExactly(1f, 3f);
        assertThat(many.tokenUsage().inputTokenCount()).isEqualTo(12);
        assertThat(langchain4j("Team vectors")
                        .dimensions(2)
                        .build()
                        .embed("abc")
                        .content()
                        .vector())
                .containsExactly(3f, 1f);
        assertThat(local.embed("abc").content().dimension()).isEqualTo(384);
    }

    private OpenAiEmbeddingModel.OpenAiEmbeddingModelBuilder langchain4j(String name) {
        return OpenAiEmbeddingModel.builder()
                .baseUrl("http://127.0.0.1:" + port + "/v1")
                .apiKey(TestTokens.bearer(client, Role.MEMBER).substring("Bearer ".length()))
                .maxRetries(0)
                .modelName(name);
    }

    private double counted(String outcome) {
        return meters.get("colophon.ai.vectors")
                .tag("model", model)
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private List<AiUsageObserved> told(int count) {
        return events
                .awaitAtLeast(count, AiUsageObserved.class, event -> event.clientId()
                        .value()
                        .equals(client))
                .stream()
                .map(Event::payload)
                .toList();
    }

    private JsonNode error(Map<String, ?> body, int status) {
        return ask(body, status).getResponseBody().path("error");
    }

    private EntityExchangeResult<JsonNode> ask(Map<String, ?> body, int status) {
        return ask(client, body, status);
    }

    private EntityExchangeResult<JsonNode> ask(UUID who, Map<String, ?> body, int status) {
        return http.post()
                .uri("/v1/embeddings")
                .header("Authorization", TestTokens.bearer(who, Role.MEMBER))
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(JsonNode.class)
                .returnResult();
    }

    private JsonNode get(String path) {
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

    private static String overBudget(String policy) {
        return """
                {"type":"about:blank","status":402,"limit":"1.00","spent":"0.90","reserved":"0.09","requested":"0.05",
                 "period":"day","scope":"client","on_limit":"%s"}""".formatted(policy);
    }

    private Map<String, Object> settings() {
        return Map.of("model", model, "dimensions", LoopbackServer.DIMENSIONS);
    }

    private void alone() {
        integration(first, "Team vectors", provider, settings(), null);
        await().until(() ->
                accounts.integration(new ClientId(client), first).orElseThrow().fallbackIntegrationId() == null);
    }

    private void choose(UUID integration) {
        events.publish(new ClientConfigured(
                new ClientId(client),
                "configuration/models",
                1,
                Map.of("embedding", integration.toString()),
                Instant.now()));
        accounts.areKnown().block(Duration.ofSeconds(30));
        await().until(() -> accounts.chain(new ClientId(client), "embedding").size() == 2);
    }

    private void integration(
            UUID id, String name, Provider at, Map<String, Object> modelSettings, @Nullable UUID fallback) {
        integration(id, name, at, modelSettings, Map.of(), fallback);
    }

    private void integration(
            UUID id,
            String name,
            Provider at,
            Map<String, Object> modelSettings,
            Map<String, Object> performance,
            @Nullable UUID fallback) {
        integration(id, name, at.url(), modelSettings, performance, fallback);
    }

    private void integration(
            UUID id,
            String name,
            String url,
            Map<String, Object> modelSettings,
            Map<String, Object> performance,
            @Nullable UUID fallback) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", id.toString());
        values.put("type", "openai_compatible");
        values.put("subtype", "embedding");
        values.put("name", name);
        values.put("base_url", url);
        values.put("credentials", secrets.seal("{\"api_key\":\"sk-of-" + name + "\"}", "integration/" + id));
        values.put("configuration", Map.of());
        values.put("model_config", modelSettings);
        values.put("performance_config", performance);
        values.put("fallback_integration_id", fallback == null ? null : fallback.toString());
        values.put("active", true);
        events.publish(new ClientConfigured(new ClientId(client), "integration/" + id, 1, values, Instant.now()));
    }
}
