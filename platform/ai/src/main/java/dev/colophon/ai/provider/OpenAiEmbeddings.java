package dev.colophon.ai.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings by OpenAI's protocol, one request a call. Unlike langchain4j's own it orders vectors by their
 * {@code index}, reads base64 and numbers, tells the model that served, and lets through what a check must see to refuse:
 * fewer vectors, NaN.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/embeddings/create">Create embeddings</a>
 */
final class OpenAiEmbeddings implements EmbeddingModel {

    private final ProviderHttpClient client;
    private final OpenAiTarget target;
    private final @Nullable Integer dimensions;

    OpenAiEmbeddings(ProviderHttpClient client, OpenAiTarget target, @Nullable Integer dimensions) {
        this.client = client;
        this.target = target;
        this.dimensions = dimensions;
    }

    @Override
    public String modelName() {
        return target.model();
    }

    @Override
    public Set<EmbeddingParameter<?>> supportedParameters() {
        return Set.of(EmbeddingRequestParameters.DIMENSIONS);
    }

    @Override
    public EmbeddingResponse doEmbed(EmbeddingRequest request) {
        ObjectNode body = ProviderJson.mapper().createObjectNode();
        body.put("model", target.model());
        ArrayNode input = body.putArray("input");
        request.inputs().stream().map(EmbeddingInput::text).forEach(input::add);
        body.put("encoding_format", target.sendsBase64() ? "base64" : "float");
        Integer asked = request.dimensions() == null ? configured() : request.dimensions();
        if (asked != null) {
            body.put("dimensions", asked);
        }
        OpenAiVectors answer =
                ProviderJson.answer(client, post(body), object -> OpenAiVectors.read(object, target.model()));
        return EmbeddingResponse.builder()
                .embeddings(answer.inOrder(request.inputs().size()))
                .metadata(EmbeddingResponseMetadata.builder()
                        .modelName(answer.model())
                        .tokenUsage(answer.usage())
                        .build())
                .build();
    }

    /**
     * What the settings say, where the model surely can shorten its vectors: of OpenAI's models the first generation refuses
     * to be told, and of others only those by name. Elsewhere the number is only checked.
     */
    private @Nullable Integer configured() {
        boolean canShorten = target.sendsBase64()
                ? !target.model().contains("ada-002")
                : target.model().contains("text-embedding-3");
        return canShorten ? dimensions : null;
    }

    private HttpRequest post(ObjectNode body) {
        StringBuilder url = new StringBuilder(target.baseUrl()).append("/embeddings");
        target.query().forEach((name, value) -> url.append(url.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(value));
        return ProviderJson.post(url.toString(), body);
    }
}
