package dev.colophon.ai.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings by Gemini's {@code batchEmbedContents}, one request a call. langchain4j's own asks again by itself, which
 * nobody would see or pay for in the books.
 *
 * @see <a href="https://ai.google.dev/api/embeddings#method:-models.batchembedcontents">models.batchEmbedContents</a>
 */
final class GeminiEmbeddings implements EmbeddingModel {

    private static final String PUBLIC = "https://generativelanguage.googleapis.com/v1beta";

    private final HttpClient client;
    private final String baseUrl;
    private final String model;
    private final @Nullable Integer dimensions;

    GeminiEmbeddings(HttpClient client, @Nullable String baseUrl, String model, @Nullable Integer dimensions) {
        this.client = client;
        this.baseUrl = Optional.ofNullable(baseUrl).orElse(PUBLIC);
        this.model = model;
        this.dimensions = dimensions;
    }

    @Override
    public String modelName() {
        return model;
    }

    @Override
    public Set<EmbeddingParameter<?>> supportedParameters() {
        return Set.of(EmbeddingRequestParameters.DIMENSIONS);
    }

    @Override
    public EmbeddingResponse doEmbed(EmbeddingRequest request) {
        Integer asked = request.dimensions() == null ? dimensions : request.dimensions();
        ObjectNode body = ProviderJson.mapper().createObjectNode();
        ArrayNode requests = body.putArray("requests");
        for (EmbeddingInput input : request.inputs()) {
            ObjectNode one = requests.addObject().put("model", "models/" + model);
            one.putObject("content").putArray("parts").addObject().put("text", input.text());
            if (asked != null) {
                one.put("outputDimensionality", asked);
            }
        }
        JsonNode answer = ProviderJson.answer(
                client, ProviderJson.post(baseUrl + "/models/" + model + ":batchEmbedContents", body));
        return EmbeddingResponse.builder()
                .embeddings(vectors(answer.path("embeddings")))
                .metadata(EmbeddingResponseMetadata.builder()
                        .modelName(model)
                        .tokenUsage(usage(answer.path("usageMetadata")))
                        .build())
                .build();
    }

    private static List<Embedding> vectors(JsonNode embeddings) {
        List<Embedding> vectors = new ArrayList<>();
        for (JsonNode embedding : embeddings) {
            JsonNode values = embedding.path("values");
            float[] vector = new float[values.size()];
            for (int i = 0; i < vector.length; i++) {
                JsonNode number = values.get(i);
                vector[i] = number.isNumber() ? number.floatValue() : Float.NaN;
            }
            vectors.add(Embedding.from(vector));
        }
        return vectors;
    }

    /** Not all of Gemini's models count the tokens of what they embed. */
    private static @Nullable TokenUsage usage(JsonNode usage) {
        JsonNode tokens = usage.path("promptTokenCount");
        return tokens.isInt() ? new TokenUsage(tokens.asInt(), null, tokens.asInt()) : null;
    }
}
