package dev.colophon.ai.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderFailure.Reach;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** JSON over HTTP to providers, with an exact word for each answer that is no JSON. */
final class ProviderJson {

    /** NaN and Infinity are read, so that they can be named as what they are. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private ProviderJson() {}

    static HttpRequest post(String url, JsonNode body) {
        return HttpRequest.builder()
                .method(HttpMethod.POST)
                .url(url)
                .addHeader("Content-Type", "application/json")
                .body(body.toString())
                .build();
    }

    static JsonNode answer(HttpClient client, HttpRequest request) {
        SuccessfulHttpResponse response = client.execute(request);
        return object(response.body(), contentType(response));
    }

    /** @throws ProviderFailure for a text that is no JSON object; it may have cost all the same */
    static JsonNode object(@Nullable String text, String contentType) {
        if (text == null || text.isBlank()) {
            throw unreadable("empty answer");
        }
        try {
            JsonNode read = JSON.readTree(text);
            if (!read.isObject()) {
                throw unreadable("the answer is no JSON object");
            }
            return read;
        } catch (JsonProcessingException e) {
            boolean html = contentType.contains("html") || text.stripLeading().startsWith("<");
            // without the cause: its message quotes the answer
            throw unreadable(html ? "the answer is HTML, not JSON" : "the answer is invalid JSON");
        }
    }

    private static ProviderFailure unreadable(String message) {
        return new ProviderFailure(Kind.PERMANENT, Reach.UNANSWERED, message, null, null, null);
    }

    private static String contentType(SuccessfulHttpResponse response) {
        String type = response.contentType();
        return type == null ? "" : type.toLowerCase(Locale.ROOT);
    }

    static JsonMapper mapper() {
        return JSON;
    }
}
