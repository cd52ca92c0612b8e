package dev.colophon.ai.provider;

import dev.colophon.ai.account.Credentials;
import dev.colophon.ai.account.Integration;
import dev.colophon.ai.account.ModelSettings;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.googleai.GoogleAiGeminiChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds langchain4j's models for an integration, of every type. The models ask once: who calls them retries, so that
 * every request to a provider is seen and counted. Failures are read with {@link ProviderFailures#of}.
 *
 * <p>All methods throw {@link IllegalArgumentException}, naming what is missing, for an integration that cannot be asked.
 */
public final class ProviderModels {

    private final ProviderConnections connections;
    private final Duration timeout;
    private final Supplier<Optional<EmbeddingModel>> local;

    /**
     * @param timeout of one attempt where an integration sets none
     * @param local the model that embeds here, where there is one
     */
    public ProviderModels(ProviderConnections connections, Duration timeout, Supplier<Optional<EmbeddingModel>> local) {
        this.connections = connections;
        this.timeout = timeout;
        this.local = local;
    }

    /** How long one attempt at {@code integration} may take. */
    public Duration timeout(Integration integration) {
        return Optional.ofNullable(integration.performance().timeout()).orElse(timeout);
    }

    public ChatModel chat(Integration integration, Credentials credentials) {
        if (!integration.chats()) {
            throw new IllegalArgumentException("the integration is for embeddings and has no language model");
        }
        return switch (integration.type()) {
            case OPENAI, AZURE_OPENAI, OPENAI_COMPATIBLE ->
                openAi(OpenAiTarget.of(integration, credentials), integration);
            case GEMINI -> gemini(integration, credentials);
            case ANTHROPIC -> anthropic(integration, credentials);
            case LOCAL -> throw localChat();
        };
    }

    /** A model whose every call is one request, whatever the number of texts. */
    public EmbeddingModel embedding(Integration integration, Credentials credentials) {
        if (!integration.embeds()) {
            throw new IllegalArgumentException("the integration is for language models and embeds nothing");
        }
        return switch (integration.type()) {
            case OPENAI, AZURE_OPENAI, OPENAI_COMPATIBLE -> openAiEmbeddings(integration, credentials);
            case GEMINI -> geminiEmbeddings(integration, credentials);
            case ANTHROPIC -> throw new IllegalArgumentException("Anthropic offers no embeddings");
            case LOCAL ->
                local.get().orElseThrow(() -> new IllegalArgumentException("no local model is loaded in this process"));
        };
    }

    private ChatModel openAi(OpenAiTarget target, Integration integration) {
        ModelSettings model = integration.model();
        OpenAiChatModel.OpenAiChatModelBuilder builder = OpenAiChatModel.builder()
                .httpClientBuilder(connections.builder())
                .baseUrl(target.baseUrl())
                .apiKey(target.bearer())
                .customHeaders(target.headers())
                .customQueryParams(target.query())
                .modelName(target.model())
                .temperature(model.temperature())
                .timeout(timeout(integration))
                .maxRetries(0);
        return (target.knowsCompletionTokens()
                        ? builder.maxCompletionTokens(model.maxOutputTokens())
                        : builder.maxTokens(model.maxOutputTokens()))
                .build();
    }

    private ChatModel gemini(Integration integration, Credentials credentials) {
        ModelSettings model = integration.model();
        return GoogleAiGeminiChatModel.builder()
                .httpClientBuilder(connections.builder())
                .baseUrl(integration.baseUrl())
                .apiKey(key(credentials))
                .modelName(model(integration))
                .temperature(model.temperature())
                .maxOutputTokens(model.maxOutputTokens())
                .timeout(timeout(integration))
                .maxRetries(0)
                .build();
    }

    private AnthropicModel anthropic(Integration integration, Credentials credentials) {
        return new AnthropicModel(
                connections.client(timeout(integration), Map.of("x-api-key", key(credentials))),
                integration.baseUrl(),
                model(integration),
                integration.model());
    }

    private EmbeddingModel openAiEmbeddings(Integration integration, Credentials credentials) {
        OpenAiTarget target = OpenAiTarget.of(integration, credentials);
        return new OpenAiEmbeddings(
                connections.client(timeout(integration), target.allHeaders()),
                target,
                integration.model().dimensions());
    }

    private EmbeddingModel geminiEmbeddings(Integration integration, Credentials credentials) {
        return new GeminiEmbeddings(
                connections.client(timeout(integration), Map.of("x-goog-api-key", key(credentials))),
                integration.baseUrl(),
                model(integration),
                integration.model().dimensions());
    }

    private static IllegalArgumentException localChat() {
        return new IllegalArgumentException("the local provider writes metadata and does not chat");
    }

    static String key(Credentials credentials) {
        @Nullable String key = credentials.apiKey();
        if (key == null) {
            throw new IllegalArgumentException("the credentials hold no api_key");
        }
        return key;
    }

    static String model(Integration integration) {
        if (integration.modelName().isEmpty()) {
            throw new IllegalArgumentException("model_config.model is missing");
        }
        return integration.modelName();
    }
}
