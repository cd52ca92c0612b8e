package dev.colophon.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.MetricsReference;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What operators see of one request: a trace, lines of logs, and metrics. */
@ColophonTest
@DirtiesContext
class TelemetryIT {

    private static final String SECRET = "Zanzibarite crystals grow in caves that nobody has mapped";
    private static final String ANSWER = "A guide to growing crystals in unmapped caves of the deep.";
    private static final CollectorStub COLLECTOR = new CollectorStub();
    private static final ChatStub PROVIDER = new ChatStub(TelemetryIT::answer);

    @Autowired
    WebTestClient http;

    @Autowired
    KafkaListenerEndpointRegistry listeners;

    private final UUID client = UUID.randomUUID();

    @DynamicPropertySource
    static void stubs(DynamicPropertyRegistry properties) {
        properties.add("management.otlp.tracing.endpoint", COLLECTOR::url);
        properties.add("management.tracing.opentelemetry.export.schedule-delay", () -> "500ms");
        PROVIDER.register(properties);
    }

    @AfterAll
    static void stop() {
        COLLECTOR.close();
        PROVIDER.close();
    }

    @Test
    void hasAConsumerOfItsOwnNameForEachListener() {
        assertThat(listeners.getListenerContainers())
                .hasSizeGreaterThan(2)
                .extracting(listener -> listener.getContainerProperties().getClientId())
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    @Test
    void showsOneRequestWhole() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        try (EcsLog log = new EcsLog()) {
            UUID project = create(trace);
            awaitMeta(project);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(names(trace))
                    .contains(
                            "http post /api/v1/projects",
                            "metadata-service handle",
                            "metadata generate",
                            "provider call"));
            isOneTrace(COLLECTOR.ofTrace(trace));
            saysWhose(log, project, trace);
        }
        assertThat(scraped("application/openmetrics-text").lines().filter(line -> line.contains(" # {")))
                .as("exemplars, which only these may have")
                .isNotEmpty()
                .allMatch(line -> line.matches("\\w+_(bucket|total)\\{.*"));
        // what Kafka clients measure is looked through once a minute
        await().atMost(Duration.ofSeconds(100))
                .untilAsserted(() -> MetricsReference.assertOthersToldIn(scraped("text/plain")));
    }

    private String scraped(String format) {
        return http.get()
                .uri("/actuator/prometheus")
                .header("Accept", format)
                .exchange()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
    }

    private static Set<String> names(String trace) {
        return COLLECTOR.ofTrace(trace).stream().map(Span::getName).collect(Collectors.toSet());
    }

    private static void isOneTrace(List<Span> spans) {
        Set<Object> known = spans.stream().map(Span::getSpanId).collect(Collectors.toSet());
        assertThat(spans)
                .filteredOn(span -> !known.contains(span.getParentSpanId()))
                .extracting(Span::getName)
                .containsOnly("http post /api/v1/projects");
        Map<Object, String> names = spans.stream().collect(Collectors.toMap(Span::getSpanId, Span::getName));
        Span call = spans.stream()
                .filter(span -> span.getName().equals("provider call"))
                .findFirst()
                .orElseThrow();
        assertThat(names.get(call.getParentSpanId())).isEqualTo("metadata generate");
        assertThat(call.getAttributesList().toString()).contains("openai", "gpt-for-tests");
        assertThat(spans.toString()).doesNotContain("Zanzibarite", "unmapped caves");
    }

    private void saysWhose(EcsLog log, UUID project, String trace) {
        List<JsonNode> lines = log.lines();
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(Instant.parse(line.path("@timestamp").asText())).isBefore(Instant.now());
            assertThat(line.at("/log/level").asText()).isIn("DEBUG", "INFO", "WARN", "ERROR");
            assertThat(line.at("/service/name").asText()).isEqualTo("metadata-service");
            assertThat(line.at("/ecs/version").asText()).isNotBlank();
            assertThat(line.path("message").asText()).isNotBlank();
        });
        List<JsonNode> ours = lines.stream()
                .filter(line -> line.at("/trace/id").asText().equals(trace))
                .toList();
        assertThat(ours).as("of the request").anySatisfy(line -> {
            assertThat(line.at("/labels/client_id").asText()).isEqualTo(client.toString());
            assertThat(line.at("/labels/correlation_id").asText()).isEqualTo("order-66");
            assertThat(line.at("/event/id").isMissingNode()).isTrue();
            assertThat(line.at("/span/id").asText()).hasSize(16);
        });
        assertThat(ours).as("of the listener").anySatisfy(line -> {
            assertThat(line.at("/labels/client_id").asText()).isEqualTo(client.toString());
            assertThat(line.at("/labels/correlation_id").asText()).isEqualTo("order-66");
            assertThat(line.at("/event/id").isArray()).isTrue();
            assertThat(UUID.fromString(line.at("/event/id/0").asText())).isNotNull();
        });
        assertThat(ours).as("of the worker").anySatisfy(line -> {
            assertThat(line.at("/labels/client_id").asText()).isEqualTo(client.toString());
            assertThat(line.at("/labels/work_id").asText()).isEqualTo(project.toString());
        });
        assertThat(log.text()).doesNotContain("Zanzibarite", "unmapped caves");
    }

    private UUID create(String trace) {
        JsonNode project = http.post()
                .uri("/api/v1/projects")
                .header("Authorization", TestTokens.bearer(client, Role.MEMBER))
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
                .header("X-Correlation-Id", "order-66")
                .bodyValue(Map.of("name", "Crystals", "description", SECRET))
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        return UUID.fromString(project.get("id").asText());
    }

    private void awaitMeta(UUID project) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> http.get()
                .uri("/api/v1/projects/" + project)
                .header("Authorization", TestTokens.bearer(client, Role.VIEWER))
                .exchange()
                .expectBody()
                .jsonPath("$.meta.model_used")
                .isEqualTo(ChatStub.MODEL));
    }

    private static String answer(JsonNode question) {
        return "{\"ai_generated_tags\":[\"crystals\",\"caves\",\"growing\"],\"content_summary\":\"" + ANSWER
                + "\",\"difficulty_level\":\"beginner\"}";
    }
}
