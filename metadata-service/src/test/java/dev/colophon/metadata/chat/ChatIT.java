package dev.colophon.metadata.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.ai.account.ClientAccounts;
import dev.colophon.ai.account.PerformanceSettings;
import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.Ids;
import dev.colophon.events.configuration.ClientConfigured;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.persistence.secret.SecretBox;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.FluxExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@ColophonTest
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
class ChatIT {

    private static final ProviderStub STUB = new ProviderStub();

    @DynamicPropertySource
    static void asksTheStub(DynamicPropertyRegistry registry) {
        registry.add("colophon.ai.usage-service-url", STUB::url);
    }

    @Autowired
    WebTestClient http;

    @Autowired
    EventsProbe events;

    @Autowired
    ClientAccounts accounts;

    @Autowired
    SecretBox secrets;

    @LocalServerPort
    int port;

    private final UUID client = UUID.randomUUID();
    private final UUID first = Ids.newId();
    private final UUID second = Ids.newId();

    @BeforeEach
    void configure() {
        STUB.questions.clear();
        STUB.keys.clear();
        STUB.requestIds.clear();
        STUB.reservations.clear();
        STUB.released.clear();
        STUB.failures.set(0);
        STUB.refusal = "";
        integration(second, "Stand-in", "gpt-second", STUB.url() + "/v1", null);
        integration(first, "Team model", "gpt-first", STUB.url() + "/v1", second);
        events.publish(new ClientConfigured(
                new ClientId(client), "configuration/models", 1, Map.of("chat", first.toString()), Instant.now()));
        accounts.areKnown().block(Duration.ofSeconds(30));
        await().until(() -> accounts.chain(new ClientId(client), "chat").size() == 2);
    }

    @AfterAll
    static void stop() {
        STUB.close();
    }

    @Test
    void answersAndTellsTheAccountBook() {
        FluxExchangeResult<JsonNode> result = ask(Map.of("model", "Team model", "messages", said("hello")))
                .expectStatus()
                .isOk()
                .returnResult(JsonNode.class);
        JsonNode answer = result.getResponseBody().blockFirst();

        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("You said hello");
        assertThat(result.getResponseHeaders().getFirst("x-colophon-attempt")).isEqualTo("1");
        assertThat(result.getResponseHeaders().getFirst("x-colophon-integration-id"))
                .isEqualTo(first.toString());
        assertThat(result.getResponseHeaders().getFirst("x-colophon-cost")).isEqualTo("0.0000810000");
        assertThat(STUB.questions.get(0).path("model").asText()).isEqualTo("gpt-first");
        assertThat(STUB.keys).containsExactly("Bearer sk-of-Team model");

        AiUsageObserved observed = observed(1).get(0).payload();
        assertThat(observed.attemptId())
                .hasToString(STUB.reservations.get(0).path("reservation_id").asText())
                .hasToString(STUB.requestIds.get(0));
        assertThat(observed.reservationId()).isEqualTo(observed.attemptId());
        assertThat(observed.model()).isEqualTo("gpt-served");
        assertThat(observed.inputTokens()).isEqualTo(11);
        assertThat(observed.outputTokens()).isEqualTo(7);
        assertThat(observed.integrationId()).isEqualTo(first);
        assertThat(observed.outcome()).isEqualTo("succeeded");
    }

    /** Every span of the service, as an exporter would send it. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Exported {

        static final List<SpanData> SPANS = new CopyOnWriteArrayList<>();

        @Bean
        SpanExporter spans() {
            return new SpanExporter() {
                @Override
                public CompletableResultCode export(Collection<SpanData> spans) {
                    SPANS.addAll(spans);
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode flush() {
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode shutdown() {
                    return CompletableResultCode.ofSuccess();
                }
            };
        }
    }

    @Test
    void showsTheKeyToTheProviderAndToNobodyElse(CapturedOutput output) {
        STUB.failures.set(1);
        ask(Map.of("messages", said("hello"))).expectStatus().isOk();
        STUB.failures.set(100);
        String refused = ask(Map.of("model", "Team model", "messages", said("hello")))
                .returnResult(String.class)
                .getResponseBody()
                .collectList()
                .map(lines -> String.join("", lines))
                .block();
        List<SpanData> spans = await().until(
                        () -> Exported.SPANS.stream()
                                .filter(span -> span.getName().contains("/v1/chat/completions"))
                                .toList(),
                        found -> found.size() >= 2);
        String metrics = http.get()
                .uri("/actuator/prometheus")
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        assertThat(STUB.keys).hasSizeGreaterThanOrEqualTo(3).allMatch(key -> key.startsWith("Bearer sk-of-"));
        assertThat(spans).isNotEmpty();
        assertThat(Exported.SPANS.toString()).doesNotContain("sk-of-");
        assertThat(output.getAll()).doesNotContain("sk-of-");
        assertThat(metrics).contains("colophon_ai").doesNotContain("sk-of-");
        assertThat(refused).isNotBlank().doesNotContain("sk-of-");
        assertThat(observed(2).toString()).doesNotContain("sk-of-");
    }

    @Test
    void triesAgainAndThenSomebodyElse() {
        STUB.failures.set(3);

        ask(Map.of("messages", said("hello")))
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("x-colophon-attempt", "4")
                .expectHeader()
                .valueEquals("x-colophon-model", "gpt-second");

        List<Event<AiUsageObserved>> told = observed(4);
        assertThat(told)
                .extracting(event -> event.payload().outcome())
                .containsExactlyInAnyOrder("failed", "failed", "failed", "succeeded");
        assertThat(told)
                .extracting(event -> event.payload().callId())
                .containsOnly(told.get(0).payload().callId());
        assertThat(STUB.reservations).hasSize(4);
    }

    @Test
    void givesBackTheReservationOfAnAttemptThatNeverLeft() {
        integration(first, "Team model", "gpt-first", "http://127.0.0.1:1/v1", second);
        await().until(() -> accounts.integration(new ClientId(client), first)
                .filter(changed ->
                        changed.baseUrl() != null && changed.baseUrl().contains(":1/"))
                .isPresent());

        ask(Map.of("messages", said("hello")))
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("x-colophon-model", "gpt-second");

        await().untilAsserted(() -> assertThat(STUB.released).hasSize(3));
        assertThat(observed(4))
                .filteredOn(event -> event.payload().outcome().equals("failed"))
                .hasSize(3)
                .allSatisfy(event -> assertThat(event.payload().reservationId()).isNull());
    }

    @Test
    void streamsPiecesAndEndsAsAsked() {
        String withUsage = stream(
                Map.of("stream", true, "stream_options", Map.of("include_usage", true), "messages", said("hello")));
        String without = stream(Map.of("stream", true, "messages", said("hello")));

        assertThat(withUsage)
                .contains("word 3")
                .contains("\"prompt_tokens\":9")
                .contains("\"cost\":0.0000890000")
                .endsWith("data: [DONE]\n\n");
        assertThat(without).contains("word 3").doesNotContain("usage").endsWith("data: [DONE]\n\n");
        assertThat(observed(2))
                .allSatisfy(event -> assertThat(event.payload().outputTokens()).isEqualTo(8))
                .allSatisfy(event -> assertThat(event.payload().estimated()).isFalse());
    }

    @Test
    void streamsFromSomebodyElseAsLongAsNothingCameAndKeepsAnExplicitZero() {
        STUB.failures.set(3);

        String pieces = stream(Map.of("stream", true, "messages", said("zero")));

        assertThat(pieces).contains("word 3").endsWith("data: [DONE]\n\n");
        assertThat(observed(4))
                .filteredOn(event -> event.payload().outcome().equals("succeeded"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.payload().integrationId()).isEqualTo(second);
                    assertThat(event.payload().outputTokens()).isZero();
                    assertThat(event.payload().estimated()).isFalse();
                });
    }

    @Test
    void endsAStreamThatFellSilent() {
        performance(Map.of("timeout_ms", 400));

        String pieces = stream(Map.of("stream", true, "messages", said("silent")));

        assertThat(pieces).contains("word 3").contains("stream_cut_off").doesNotContain("[DONE]");
        assertThat(observed(1).get(0).payload().outcome()).isEqualTo("unanswered");
    }

    @Test
    void leavesAnAccountAloneThatFailsAgainAndAgain() {
        performance(Map.of("max_attempts", 1));
        for (int i = 0; i < 5; i++) {
            STUB.failures.set(1);
            ask(Map.of("messages", said("hello"))).expectStatus().isOk();
        }
        STUB.questions.clear();

        ask(Map.of("messages", said("hello")))
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("x-colophon-model", "gpt-second");

        assertThat(STUB.questions)
                .extracting(question -> question.path("model").asText())
                .containsExactly("gpt-second");
    }

    @Test
    void waitsForAPlaceWhereTheAccountAllowsFewCallsAtOnce() {
        performance(Map.of("max_concurrent", 1));

        List<String> models = Flux.range(0, 6)
                .flatMap(i -> Mono.fromCallable(() -> ask(Map.of("messages", said("hello")))
                                .expectStatus()
                                .isOk()
                                .returnResult(JsonNode.class)
                                .getResponseHeaders()
                                .getFirst("x-colophon-model"))
                        .subscribeOn(Schedulers.boundedElastic()))
                .collectList()
                .block();

        assertThat(models).hasSize(6).containsOnly("gpt-first");
    }

    @Test
    void marksAStreamThatWasCutOff() {
        String pieces = stream(Map.of("stream", true, "messages", said("cut")));

        assertThat(pieces).contains("word 3").contains("stream_cut_off").doesNotContain("[DONE]");
        AiUsageObserved observed = observed(1).get(0).payload();
        assertThat(observed.outcome()).isEqualTo("unanswered");
        assertThat(observed.estimated()).isTrue();
        assertThat(observed.outputTokens()).isPositive();
    }

    @Test
    void chargesABrokenOffStreamForWhatWasProduced() {
        FluxExchangeResult<String> result = ask(Map.of("stream", true, "messages", said("for ever")))
                .expectStatus()
                .isOk()
                .returnResult(String.class);
        result.getResponseBody().take(3).blockLast();

        AiUsageObserved observed = observed(1).get(0).payload();
        assertThat(observed.outcome()).isEqualTo("cancelled");
        assertThat(observed.estimated()).isTrue();
        assertThat(observed.outputTokens()).isPositive();
    }

    @Test
    void stopsAtTheLimitAndSaysTheNumbers() {
        STUB.refusal = """
                {"type":"about:blank","status":402,"limit":"1.00","spent":"0.90","reserved":"0.09","requested":"0.05",
                 "period":"day","scope":"client","on_limit":"block"}""";

        ask(Map.of("messages", said("hello")))
                .expectStatus()
                .isEqualTo(402)
                .expectBody()
                .jsonPath("$.error.type")
                .isEqualTo("insufficient_quota")
                .jsonPath("$.error.code")
                .isEqualTo("budget_exceeded")
                .jsonPath("$.error.message")
                .value(message -> assertThat(message.toString()).contains("limit 1.00", "spent 0.90", "reserved 0.09"));
        assertThat(STUB.questions).isEmpty();
        assertThat(STUB.reservations).hasSize(1);
    }

    @Test
    void saysThatAPriceIsUnknownAndThatNobodyAdmits() {
        STUB.refusal = "{\"type\":\"/problems/unknown-price\",\"status\":422,\"detail\":\"no price\"}";
        error(Map.of("messages", said("hello")), 422, null, "unknown_price");

        STUB.refusal = "{\"status\":500}";
        error(Map.of("messages", said("hello")), 503, null, null);

        assertThat(STUB.questions).isEmpty();
    }

    @Test
    void servesAnAnswerThatIsYoungEnoughToWhoSaysThatItWillDo() {
        Map<String, ?> body = Map.of("messages", said("hello"));
        askFor("max-age=60", body).expectHeader().valueEquals("x-colophon-cache", "miss");

        askFor("max-age=60", body)
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("x-colophon-cache", "hit")
                .expectHeader()
                .valueEquals("x-colophon-cost", "0")
                .expectHeader()
                .exists("Age")
                .expectBody()
                .jsonPath("$.choices[0].message.content")
                .isEqualTo("You said hello");
        assertThat(STUB.questions).hasSize(1);
        assertThat(observed(2)).filteredOn(event -> event.payload().cacheHit()).hasSize(1);

        ask(body).expectHeader().valueEquals("x-colophon-cache", "miss");
        askFor("max-age=0", body).expectHeader().valueEquals("x-colophon-cache", "miss");
        askFor("max-age=60", Map.of("temperature", 1, "messages", said("hello")))
                .expectHeader()
                .valueEquals("x-colophon-cache", "miss");
        assertThat(STUB.questions).hasSize(4);
    }

    @Test
    void saysWhatIsWrongInOpenAisEnvelope() {
        error(Map.of("messages", List.of()), 400, "messages", null);
        error(Map.of("model", "nobody", "messages", said("hello")), 404, "model", "model_not_found");
        error(Map.of("messages", said("refuse")), 400, null, null);
        error(Map.of("messages", said("html")), 502, null, null);
    }

    @Test
    void servesTheClientThatLangchain4jBrings() throws Exception {
        String base = "http://127.0.0.1:" + port + "/v1";
        String token = TestTokens.bearer(client, Role.MEMBER).substring("Bearer ".length());
        OpenAiChatModel model = OpenAiChatModel.builder()
                .baseUrl(base)
                .apiKey(token)
                .modelName("Team model")
                .build();
        ChatResponse response = model.chat(dev.langchain4j.data.message.UserMessage.from("hello"));
        AiMessage message = response.aiMessage();

        assertThat(message.text()).isEqualTo("You said hello");
        assertThat(response.tokenUsage().totalTokenCount()).isEqualTo(18);

        CompletableFuture<ChatResponse> streamed = new CompletableFuture<>();
        List<String> pieces = new ArrayList<>();
        OpenAiStreamingChatModel.builder()
                .baseUrl(base)
                .apiKey(token)
                .modelName("Team model")
                .build()
                .chat("hello", new StreamingChatResponseHandler() {
                    @Override
                    public void onPartialResponse(String piece) {
                        pieces.add(piece);
                    }

                    @Override
                    public void onCompleteResponse(ChatResponse complete) {
                        streamed.complete(complete);
                    }

                    @Override
                    public void onError(Throwable error) {
                        streamed.completeExceptionally(error);
                    }
                });

        assertThat(streamed.get().aiMessage().text()).isEqualTo("word 0 word 1 word 2 word 3 ");
        assertThat(pieces).hasSize(4);
        assertThat(streamed.get().tokenUsage().inputTokenCount()).isEqualTo(9);
    }

    private void error(Map<String, ?> body, int status, @Nullable String param, @Nullable String code) {
        JsonNode error = ask(body)
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .path("error");
        assertThat(error.path("message").asText()).isNotBlank().doesNotContain("secret text", "maintenance");
        assertThat(error.path("param").asText(null)).isEqualTo(param);
        assertThat(error.path("code").asText(null)).isEqualTo(code);
    }

    private String stream(Map<String, ?> body) {
        byte[] pieces = ask(body)
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentTypeCompatibleWith(MediaType.TEXT_EVENT_STREAM)
                .expectBody()
                .returnResult()
                .getResponseBodyContent();
        return new String(Objects.requireNonNull(pieces), StandardCharsets.UTF_8);
    }

    private WebTestClient.ResponseSpec ask(Map<String, ?> body) {
        return askFor("no-cache", body);
    }

    private WebTestClient.ResponseSpec askFor(String cacheControl, Map<String, ?> body) {
        return http.post()
                .uri("/v1/chat/completions")
                .header("Cache-Control", cacheControl)
                .header("Authorization", TestTokens.bearer(client, Role.MEMBER))
                .bodyValue(body)
                .exchange();
    }

    private List<Event<AiUsageObserved>> observed(int count) {
        return events.awaitAtLeast(
                count, AiUsageObserved.class, event -> event.clientId().value().equals(client));
    }

    private static List<Map<String, String>> said(String text) {
        return List.of(Map.of("role", "user", "content", text));
    }

    private void performance(Map<String, Object> settings) {
        PerformanceSettings before =
                accounts.integration(new ClientId(client), first).orElseThrow().performance();
        integration(first, "Team model", "gpt-first", STUB.url() + "/v1", second, settings);
        await().until(() -> !accounts.integration(new ClientId(client), first)
                .orElseThrow()
                .performance()
                .equals(before));
    }

    private void integration(UUID id, String name, String model, String url, @Nullable UUID fallback) {
        integration(id, name, model, url, fallback, Map.of());
    }

    private void integration(
            UUID id, String name, String model, String url, @Nullable UUID fallback, Map<String, Object> performance) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", id.toString());
        values.put("type", "openai_compatible");
        values.put("subtype", "llm");
        values.put("name", name);
        values.put("base_url", url);
        values.put("credentials", secrets.seal("{\"api_key\":\"sk-of-" + name + "\"}", "integration/" + id));
        values.put("configuration", Map.of());
        values.put("model_config", Map.of("model", model));
        values.put("performance_config", performance);
        values.put("fallback_integration_id", fallback == null ? null : fallback.toString());
        values.put("active", true);
        events.publish(new ClientConfigured(new ClientId(client), "integration/" + id, 1, values, Instant.now()));
    }
}
