package dev.colophon.ai.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.ai.account.ModelSettings;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic's Messages API as langchain4j's model, for text.
 *
 * @see <a href="https://docs.anthropic.com/en/api/messages">Messages</a>
 */
final class AnthropicModel implements ChatModel {

    private static final String PUBLIC = "https://api.anthropic.com/v1";
    private static final String VERSION = "2023-06-01";

    private final HttpClient client;
    private final String url;
    private final ChatRequestParameters defaults;

    AnthropicModel(HttpClient client, @Nullable String baseUrl, String model, ModelSettings settings) {
        this.client = client;
        this.url = Optional.ofNullable(baseUrl).orElse(PUBLIC) + "/messages";
        this.defaults = ChatRequestParameters.builder()
                .modelName(model)
                .temperature(settings.temperature())
                .maxOutputTokens(settings.maxOutputTokens())
                .build();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        JsonNode answer = ProviderJson.answer(client, post(AnthropicMessages.request(request)));
        return AnthropicMessages.response(answer);
    }

    private HttpRequest post(ObjectNode body) {
        return HttpRequest.builder()
                .method(HttpMethod.POST)
                .url(url)
                .addHeader("Content-Type", "application/json")
                .addHeader("anthropic-version", VERSION)
                .body(body.toString())
                .build();
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return defaults;
    }

    @Override
    public List<ChatModelListener> listeners() {
        return List.of();
    }

    @Override
    public ModelProvider provider() {
        return ModelProvider.ANTHROPIC;
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return Set.of();
    }
}
