package dev.colophon.ai.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import dev.langchain4j.model.output.TokenUsage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings by OpenAI's protocol, one request a call. Unlike langchain4j's own it orders vectors by their
 * {@code index}, reads base64 and numbers, tells the model that served, and lets through what a check must see to refuse:
 * fewer vectors, NaN.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/embeddings/create">Create embeddings</a>
 */
final class OpenAiEmbeddings implements EmbeddingModel {

    private final HttpClient client;
    private final OpenAiTarget target;
    private final @Nullable Integer dimensions;

    OpenAiEmbeddings(HttpClient client, OpenAiTarget target, @Nullable Integer dimensions) {
        this.client = client;
        this.target = target;
        this.dimensions = dimensions;
    }

    @Override
    public String modelName() {
        return target.model();
    }

    @Override
    public EmbeddingResponse doEmbed(EmbeddingRequest request) {
        ObjectNode body = ProviderJson.mapper().createObjectNode();
        body.put("model", target.model());
        ArrayNode input = body.putArray("input");
        request.inputs().stream().map(EmbeddingInput::text).forEach(input::add);
        body.put("encoding_format", target.sendsBase64() ? "base64" : "float");
        Integer asked = request.dimensions() == null ? dimensions : request.dimensions();
        if (asked != null && target.sendsBase64() && canShorten()) {
            body.put("dimensions", asked);
        }
        JsonNode answer = ProviderJson.answer(client, post(body));
        return EmbeddingResponse.builder()
                .embeddings(vectors(answer.path("data")))
                .metadata(EmbeddingResponseMetadata.builder()
                        .modelName(answer.path("model").asText(target.model()))
                        .tokenUsage(usage(answer.path("usage")))
                        .build())
                .build();
    }

    /** Of OpenAI's models the first generation refuses to be told a number of dimensions. */
    private boolean canShorten() {
        return !target.model().contains("ada-002");
    }

    private HttpRequest post(ObjectNode body) {
        StringBuilder url = new StringBuilder(target.baseUrl()).append("/embeddings");
        target.query().forEach((name, value) -> url.append(url.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(value));
        return ProviderJson.post(url.toString(), body);
    }

    private static List<Embedding> vectors(JsonNode data) {
        List<JsonNode> rows = new ArrayList<>();
        data.forEach(rows::add);
        if (rows.stream().allMatch(row -> row.path("index").isInt())) {
            rows.sort(Comparator.comparingInt(row -> row.path("index").asInt()));
        }
        return rows.stream()
                .map(row -> Embedding.from(vector(row.path("embedding"))))
                .toList();
    }

    private static float[] vector(JsonNode embedding) {
        if (embedding.isTextual()) {
            return decoded(embedding.asText());
        }
        float[] vector = new float[embedding.size()];
        for (int i = 0; i < vector.length; i++) {
            JsonNode number = embedding.get(i);
            vector[i] = number.isNumber() ? number.floatValue() : Float.NaN;
        }
        return vector;
    }

    private static float[] decoded(String base64) {
        try {
            FloatBuffer floats = ByteBuffer.wrap(Base64.getDecoder().decode(base64))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            float[] vector = new float[floats.remaining()];
            floats.get(vector);
            return vector;
        } catch (IllegalArgumentException e) {
            throw ProviderFailure.unusable("a vector is neither numbers nor base64", e);
        }
    }

    /** Null where the provider did not say; an explicit zero stays zero. */
    private static @Nullable TokenUsage usage(JsonNode usage) {
        JsonNode tokens = usage.path("prompt_tokens");
        return tokens.isInt() ? new TokenUsage(tokens.asInt(), null, tokens.asInt()) : null;
    }
}
