package dev.colophon.ai.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderFailure.Reach;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpMethod;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** JSON over HTTP to providers, with an exact word for each answer that is no JSON. */
final class ProviderJson {

    private static final String EMPTY = "empty answer";
    private static final String NO_OBJECT = "the answer is no JSON object";
    private static final String HTML = "the answer is HTML, not JSON";
    private static final String INVALID = "the answer is invalid JSON";

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

    /** Makes of an answer's object what is wanted of it; the parser stands at its start, and is left at its end. */
    @FunctionalInterface
    interface ObjectReader<T> {
        T read(JsonParser object) throws IOException;
    }

    /**
     * For answers of many megabytes, which are read as they come and never held as a whole.
     *
     * @throws ProviderFailure as {@link #object}
     */
    static <T> T answer(ProviderHttpClient client, HttpRequest request, ObjectReader<T> reader) {
        return client.read(request, (body, contentType) -> {
            PushbackInputStream text = new PushbackInputStream(body);
            int first = firstVisible(text);
            if (first < 0) {
                throw unreadable(EMPTY);
            }
            text.unread(first);
            return object(text, first == '<' || contentType.contains("html"), reader);
        });
    }

    private static <T> T object(InputStream text, boolean html, ObjectReader<T> reader) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw unreadable(html ? HTML : NO_OBJECT);
            }
            T read = reader.read(parser);
            // to the end: the connection can be used again
            parser.nextToken();
            return read;
        } catch (JsonProcessingException e) {
            throw unreadable(html ? HTML : INVALID);
        }
    }

    private static int firstVisible(InputStream text) throws IOException {
        int next = text.read();
        while (next >= 0 && Character.isWhitespace(next)) {
            next = text.read();
        }
        return next;
    }

    /** @throws ProviderFailure for a text that is no JSON object; it may have cost all the same */
    static JsonNode object(@Nullable String text, String contentType) {
        if (text == null || text.isBlank()) {
            throw unreadable(EMPTY);
        }
        try {
            JsonNode read = JSON.readTree(text);
            if (!read.isObject()) {
                throw unreadable(NO_OBJECT);
            }
            return read;
        } catch (JsonProcessingException e) {
            boolean html = contentType.contains("html") || text.stripLeading().startsWith("<");
            // without the cause: its message quotes the answer
            throw unreadable(html ? HTML : INVALID);
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
