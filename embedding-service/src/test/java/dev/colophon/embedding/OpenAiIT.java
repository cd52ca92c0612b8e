package dev.colophon.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

@EmbeddingServiceTest
class OpenAiIT {

    @Autowired
    EventsProbe events;

    @Autowired
    WebTestClient http;

    private final UUID client = UUID.randomUUID();

    @Test
    void embedsAsOpenAiClientsExpectAndPutsItOnRecord() {
        JsonNode answer = embed("{\"model\":\"all-minilm-l6-v2\",\"input\":[\"hello world\",\"a commit\"]}")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("x-colophon-model", "all-minilm-l6-v2")
                .expectHeader()
                .valueEquals("x-colophon-provider", "local")
                .expectHeader()
                .valueEquals("x-colophon-cost", "0.0000000000")
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();

        assertThat(answer.get("object").asText()).isEqualTo("list");
        assertThat(answer.at("/data/1/index").asInt()).isEqualTo(1);
        assertThat(answer.at("/data/0/embedding")).hasSize(384);
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(8);
        AiUsageObserved fact = events.await(
                        AiUsageObserved.class, event -> event.clientId().value().equals(client))
                .get(0)
                .payload();
        assertThat(fact.operation()).isEqualTo("embedding");
        assertThat(fact.inputCount()).isEqualTo(2);
        assertThat(fact.inputTokens()).isEqualTo(8);

        String base64 = ok("{\"model\":\"all-minilm-l6-v2\",\"input\":\"hello world\",\"encoding_format\":\"base64\"}")
                .at("/data/0/embedding")
                .asText();
        float first = ByteBuffer.wrap(Base64.getDecoder().decode(base64))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getFloat();
        assertThat((double) first).isCloseTo(answer.at("/data/0/embedding/0").asDouble(), within(1e-5));
    }

    @Test
    void refusesInTheEnvelopeOfOpenAi() {
        assertThat(refused("{\"model\":\"gpt-4\",\"input\":\"a\"}", 404)
                        .get("code")
                        .asText())
                .isEqualTo("model_not_found");
        assertThat(refused("{\"model\":\"all-minilm-l6-v2\",\"input\":[[]]}", 400)
                        .get("param")
                        .asText())
                .isEqualTo("input[0]");
        assertThat(refused("{\"model\":\"all-minilm-l6-v2\",\"inputs\":\"a\"}", 400)
                        .get("param")
                        .asText())
                .isEqualTo("input");
        assertThat(refused("{\"model\":", 400).get("type").asText()).isEqualTo("invalid_request_error");
        assertThat(refused("{\"model\":\"all-minilm-l6-v2\",\"input\":\"" + "x".repeat(5_000_000) + "\"}", 413)
                        .get("message")
                        .asText())
                .isNotEmpty();
        JsonNode failed = refused("{\"model\":\"all-minilm-l6-v2\",\"input\":\"" + EmbedderWatch.REFUSED + "\"}", 500);
        assertThat(failed.get("type").asText()).isEqualTo("server_error");
        assertThat(events.await(
                                AiUsageObserved.class,
                                event -> event.clientId().value().equals(client))
                        .get(0)
                        .payload()
                        .outcome())
                .isEqualTo("failed");
        http.post().uri("/v1/embeddings").exchange().expectStatus().isUnauthorized();
    }

    @Test
    void listsWhatItServes() {
        JsonNode models = get("/v1/models")
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();

        assertThat(models.at("/data/0/id").asText()).isEqualTo("all-minilm-l6-v2");
        assertThat(models.at("/data/0/dimensions").asInt()).isEqualTo(384);
        assertThat(models.at("/data/0/max_tokens").asInt()).isEqualTo(256);
        get("/v1/models/all-minilm-l6-v2").expectStatus().isOk();
        get("/v1/models/gpt-4")
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.error.code")
                .isEqualTo("model_not_found");
    }

    private JsonNode ok(String body) {
        return embed(body)
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private JsonNode refused(String body, int status) {
        return embed(body)
                .expectStatus()
                .isEqualTo(status)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody()
                .get("error");
    }

    private WebTestClient.ResponseSpec embed(String body) {
        return http.post()
                .uri("/v1/embeddings")
                .header("Authorization", TestTokens.bearer(client, Role.MEMBER))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    private WebTestClient.ResponseSpec get(String path) {
        return http.get()
                .uri(path)
                .header("Authorization", TestTokens.bearer(client, Role.VIEWER))
                .exchange();
    }
}
