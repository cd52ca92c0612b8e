package dev.colophon.ai.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.colophon.ai.ProviderStub;
import dev.colophon.ai.account.Credentials;
import dev.colophon.ai.account.Integration;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderFailure.Reach;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.FinishReason;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderModelsIT {

    private static final Credentials KEY = Credentials.of("{\"api_key\":\"a-key\"}");

    private final ProviderStub server = new ProviderStub();
    private final ProviderModels models = new ProviderModels(
            new ProviderConnections(Clock.systemUTC(), AddressRule.ANY), Duration.ofSeconds(5), Optional::empty);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void asksAzureByDeploymentVersionAndApiKey() {
        server.answers(200, ProviderStub.openAi("gpt-4o-mini-2024-07-18", "a cat"));
        Integration azure = Integrations.chatting("azure_openai", server.url(""), "gpt-4o-mini")
                .model(Map.of("model", "gpt-4o-mini", "deployment", "our mini", "api_version", "2024-06-01"))
                .build();

        ChatResponse answer = models.chat(azure, KEY).chat(question());

        assertThat(answer.aiMessage().text()).isEqualTo("a cat");
        assertThat(ProviderUsage.of(answer.tokenUsage())).isEqualTo(new ProviderUsage(11L, 5L, 4L));
        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/openai/deployments/our mini/chat/completions");
            assertThat(request.query()).isEqualTo("api-version=2024-06-01");
            assertThat(request.headers())
                    .containsEntry("Api-key", List.of("a-key"))
                    .doesNotContainKey("Authorization");
        });
    }

    @Test
    void embedsThroughAzure() {
        server.answers(200, vectors(base64(1, 2)));
        Integration azure = Integrations.chatting("azure_openai", server.url("/"), "text-embedding-3-small")
                .build();

        assertThat(embed(azure, "one")).containsExactly(new float[] {1, 2});

        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/openai/deployments/text-embedding-3-small/embeddings");
            assertThat(request.query()).isEqualTo("api-version=2024-10-21");
            assertThat(request.headers()).containsEntry("Api-key", List.of("a-key"));
        });
    }

    @Test
    void asksACompatibleServerWithoutAKey() {
        server.answers(200, ProviderStub.openAi("llama", "a cat"));
        Integration ollama = Integrations.chatting("openai_compatible", server.url("/v1"), "llama")
                .model(Map.of("model", "llama", "max_output_tokens", 40, "temperature", 0.5))
                .build();

        models.chat(ollama, Credentials.NONE).chat(question());

        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.headers()).doesNotContainKey("Authorization");
            assertThat(request.body()).contains("\"max_tokens\" : 40", "\"temperature\" : 0.5");
        });
    }

    @Test
    void asksAnthropicForText() {
        server.answers(200, """
                {"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5-20251001",
                 "content":[{"type":"text","text":"a cat"}],"stop_reason":"end_turn",
                 "usage":{"input_tokens":9,"cache_read_input_tokens":100,"cache_creation_input_tokens":1,"output_tokens":3}}
                """);

        ChatResponse answer = models.chat(anthropic(), KEY).chat(question());

        assertThat(answer.aiMessage().text()).isEqualTo("a cat");
        assertThat(answer.id()).isEqualTo("msg_1");
        assertThat(answer.modelName()).isEqualTo("claude-haiku-4-5-20251001");
        assertThat(answer.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(ProviderUsage.of(answer.tokenUsage())).isEqualTo(new ProviderUsage(110L, 3L, 100L));
        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/v1/messages");
            assertThat(request.headers())
                    .containsEntry("X-api-key", List.of("a-key"))
                    .containsEntry("Anthropic-version", List.of("2023-06-01"));
            assertThat(request.body())
                    .contains("\"max_tokens\":4096", "You know animals", "one JSON object", "\"role\":\"user\"");
        });
    }

    @Test
    void embedsInTheOrderOfTheIndexNumbersOrBase64() {
        server.answers(200, """
                {"data":[{"index":1,"embedding":"%s"},{"index":0,"embedding":[1,2]}],
                 "model":"text-embedding-3-small","usage":{"prompt_tokens":0,"total_tokens":0}}
                """.formatted(base64(3, 4)));
        Integration openAi = Integrations.chatting("openai", server.url("/v1"), "text-embedding-3-small")
                .model(Map.of("model", "text-embedding-3-small", "dimensions", 2))
                .build();

        assertThat(embed(openAi, "one", "two")).containsExactly(new float[] {1, 2}, new float[] {3, 4});

        assertThat(server.requests()).singleElement().satisfies(request -> assertThat(request.body())
                .contains("\"dimensions\":2", "\"encoding_format\":\"base64\"", "[\"one\",\"two\"]"));
    }

    @Test
    void embedsThroughGeminiInOneRequest() {
        server.answers(200, "{\"embeddings\":[{\"values\":[1,2]},{\"values\":[3,4]}]}");
        Integration gemini = Integrations.chatting("gemini", server.url("/v1beta"), "gemini-embedding-001")
                .build();

        assertThat(embed(gemini, "one", "two")).hasSize(2);

        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/v1beta/models/gemini-embedding-001:batchEmbedContents");
            assertThat(request.headers()).containsEntry("X-goog-api-key", List.of("a-key"));
        });
    }

    @Test
    void saysWhatAnAnswerThatIsNoneIs() {
        server.answers(200, "<html>Sign in</html>")
                .answers(200, "{\"data\":")
                .answers(200, "")
                .answers(401, "{\"error\":\"a-key is wrong\"}")
                .answers(504, "");
        Integration openAi = Integrations.chatting("openai", server.url("/v1"), "text-embedding-3-small")
                .build();

        assertThat(failure(openAi)).hasMessage("the answer is HTML, not JSON");
        assertThat(failure(openAi)).hasMessage("the answer is invalid JSON");
        assertThat(failure(openAi)).hasMessage("empty answer");
        assertThat(failure(openAi)).hasMessage("HTTP 401").satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
            assertThat(failure.reach()).isEqualTo(Reach.ANSWERED);
        });
        assertThat(failure(openAi).reach()).isEqualTo(Reach.UNANSWERED);
    }

    @Test
    void knowsWhatSurelyNeverLeft() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        Integration gone = Integrations.chatting("openai", "http://127.0.0.1:" + nobody, "m")
                .build();
        ProviderModels guarded = new ProviderModels(
                new ProviderConnections(Clock.systemUTC(), address -> {
                    throw new IllegalArgumentException("no loopback");
                }),
                Duration.ofSeconds(5),
                Optional::empty);

        ProviderFailure refused = failure(gone);
        ProviderFailure forbidden =
                ProviderFailures.of(catchThrowable(() -> guarded.chat(gone, KEY).chat(question())));

        assertThat(refused).hasMessage("connection refused");
        assertThat(refused.kind()).isEqualTo(Kind.RETRIABLE);
        assertThat(refused.reach()).isEqualTo(Reach.NOT_SENT);
        assertThat(forbidden).hasMessage("the address of the provider is not allowed");
        assertThat(forbidden.reach()).isEqualTo(Reach.NOT_SENT);
    }

    @Test
    void namesWhatAnIntegrationLacks() {
        Integration nowhere =
                Integrations.chatting("openai_compatible", null, "m").build();
        Integration nothing = Integrations.chatting("openai", null, "").build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> models.chat(nowhere, KEY))
                .withMessageContaining("base_url is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> models.chat(nothing, KEY))
                .withMessage("model_config.model is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> models.chat(nothing, Credentials.NONE))
                .withMessage("the credentials hold no api_key");
        assertThat(KEY.toString()).doesNotContain("a-key");
    }

    private ProviderFailure failure(Integration integration) {
        return ProviderFailures.of(catchThrowable(() -> embed(integration, "one")));
    }

    private List<float[]> embed(Integration integration, String... texts) {
        EmbeddingModel model = models.embedding(integration, KEY);
        return model.embedAll(List.of(texts).stream().map(TextSegment::from).toList()).content().stream()
                .map(embedding -> embedding.vector())
                .toList();
    }

    private Integration anthropic() {
        return Integrations.chatting("anthropic", server.url("/v1"), "claude-haiku-4-5")
                .build();
    }

    private static ChatRequest question() {
        return ChatRequest.builder()
                .messages(SystemMessage.from("You know animals"), UserMessage.from("Name an animal"))
                .responseFormat(ResponseFormat.JSON)
                .build();
    }

    private static String vectors(String base64) {
        return "{\"data\":[{\"index\":0,\"embedding\":\"" + base64 + "\"}],\"usage\":{\"prompt_tokens\":3}}";
    }

    private static String base64(float... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float number : numbers) {
            bytes.putFloat(number);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static <T> T requireNonNull(@Nullable T value) {
        return java.util.Objects.requireNonNull(value);
    }
}
