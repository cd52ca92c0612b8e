package dev.colophon.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.test.web.reactive.server.WebTestClient;

/** The OpenAPI document of a service, committed as {@code docs/api/<service>.json}. */
public final class OpenApiDocument {

    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    private OpenApiDocument() {}

    /** Fails where the service answers otherwise than committed; {@code -Dcolophon.docs.update=true} rewrites the file. */
    public static void assertUpToDate(String service, WebTestClient http) {
        byte[] answer = http.get()
                .uri("/v3/api-docs")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
        assertUpToDate(service, answer == null ? "" : new String(answer, StandardCharsets.UTF_8));
    }

    /** As {@link #assertUpToDate(String, WebTestClient)}, for a document fetched already. */
    public static void assertUpToDate(String service, String json) {
        new CommittedDocument("api/" + service + ".json").assertUpToDate(pretty(json));
    }

    private static String pretty(String json) {
        try {
            return SORTED.writeValueAsString(SORTED.readValue(json, Map.class)) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("not a JSON document: " + json, e);
        }
    }
}
