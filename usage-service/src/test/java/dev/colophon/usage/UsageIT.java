package dev.colophon.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.Topic;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.OpenApiDocument;
import dev.colophon.testing.RowLevelSecurityAssertions;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.test.web.reactive.server.WebTestClient;

@ColophonTest
class UsageIT {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @Autowired
    WebTestClient http;

    @Autowired
    EventsProbe events;

    @Autowired
    KafkaListenerEndpointRegistry listeners;

    private final UUID client = UUID.randomUUID();
    private final UUID project = UUID.randomUUID();

    @Test
    void addsUpWhatWasObservedOnceEach() {
        AiUsageObserved embedding = observed(client, "embedding", "local", "all-minilm-l6-v2", 32, 1_850L, false);
        UUID id = Ids.newId();
        events.publish(id, embedding, "00-" + TRACE + "-b7ad6b7169203331-01");
        events.publish(id, embedding, null);
        events.publish(Ids.newId(), embedding, null);
        events.publishRaw(
                "colophon.usage",
                client + "/broken",
                Map.of("ce_type", "dev.colophon.usage.observed.v1"),
                "{".getBytes(StandardCharsets.UTF_8));
        events.publish(observed(client, "metadata", "local", "colophon-local-1", 1, null, false));
        events.publish(observed(client, "metadata", "openai", "gpt-4o-mini", 1, 900L, false));
        events.publish(observed(client, "embedding", "openai", "text-embedding-3-small", 4, 200L, true));
        events.publish(observed(UUID.randomUUID(), "embedding", "local", "all-minilm-l6-v2", 7, 70L, false));
        events.publish(observed(client, "embedding", "openai", "text-embedding-3-small", 1, 7L, false));
        events.publish(observed(client, "embedding", "openai", "text-embedding-3-large", 1, 1L, false));

        await().untilAsserted(() -> get("/summary?range=1d", client)
                .jsonPath("$.total_requests")
                .isEqualTo(6)
                .jsonPath("$.total_tokens")
                .isEqualTo(2_958)
                .jsonPath("$.texts")
                .isEqualTo(40));

        get("/summary?range=1d", client)
                .jsonPath("$.cache_hits")
                .isEqualTo(1)
                .jsonPath("$.unknown_cost_requests")
                .isEqualTo(1)
                .jsonPath("$.provider_breakdown.local.total_requests")
                .isEqualTo(2)
                .jsonPath("$.model_breakdown['all-minilm-l6-v2'].total_tokens")
                .isEqualTo(1_850)
                .jsonPath("$.operation_breakdown.metadata.unknown_cost_requests")
                .isEqualTo(1)
                .jsonPath("$.project_breakdown['" + project + "'].texts")
                .isEqualTo(40)
                .jsonPath("$.date_range.time_zone")
                .isEqualTo("UTC");
        assertThat(body("/summary?range=1d", client))
                .contains("\"total_cost\":0.0000002700", "\"avg_cost_per_request\":0.0000000540");
        assertThat(body("/export?range=1d", client).lines())
                .hasSize(7)
                .filteredOn(line -> line.contains("text-embedding-3-large"))
                .singleElement()
                .asString()
                .contains(",0.0000001300,priced,");
        get("/timeseries?range=7d", client).jsonPath("$.items.length()").value((Integer days) -> assertThat(days)
                .isBetween(1, 2));
    }

    @Test
    void letsAttemptsComeTogetherBeforeItWritesThem() {
        assertThat(listeners.getListenerContainers())
                .isNotEmpty()
                .allMatch(each -> each.getContainerProperties().getIdleBetweenPolls() == 200);
    }

    @Test
    void pagesThroughRecordsWithTheirTrace() {
        for (int i = 0; i < 5; i++) {
            events.publish(
                    Ids.newId(),
                    observed(client, "embedding", "local", "all-minilm-l6-v2", 1, 5L, false),
                    "00-" + TRACE + "-b7ad6b7169203331-01");
        }
        await().untilAsserted(() ->
                get("/records?range=1d", client).jsonPath("$.items.length()").isEqualTo(5));

        get("/records?range=1d&limit=5", client)
                .jsonPath("$.items[0].trace_id")
                .isEqualTo(TRACE)
                .jsonPath("$.items[0].cost_status")
                .isEqualTo("free")
                .jsonPath("$.next_cursor")
                .isEmpty();
        get("/records?range=1d&limit=2", client)
                .jsonPath("$.items.length()")
                .isEqualTo(2)
                .jsonPath("$.next_cursor")
                .isNotEmpty();
        get("/records?range=1d&model=gpt-4o-mini", client)
                .jsonPath("$.items.length()")
                .isEqualTo(0);
        get("/records?range=1d&provider=local&operation=embedding&project_id=" + project, client)
                .jsonPath("$.items.length()")
                .isEqualTo(5);
        get("/records?range=1d", UUID.randomUUID()).jsonPath("$.items.length()").isEqualTo(0);
    }

    @Test
    void putsUnreadableRecordsAside() {
        events.publishRaw(
                Topic.USAGE.topicName(), client + "/x", Map.of(), "no event".getBytes(StandardCharsets.UTF_8));

        await().untilAsserted(() -> assertThat(events.records(Topic.USAGE.deadLetterTopic("usage-service")))
                .anyMatch(letter -> (client + "/x").equals(letter.key())));
    }

    @Test
    void refusesWhoMayNotSeeCostAndWhatIsNoRange() {
        http.get().uri("/api/v1/ai/usage/summary").exchange().expectStatus().isUnauthorized();
        http.get()
                .uri("/api/v1/ai/usage/summary")
                .header("Authorization", TestTokens.forged(client, Role.ADMIN))
                .exchange()
                .expectStatus()
                .isUnauthorized();
        http.get()
                .uri("/api/v1/ai/usage/summary")
                .header("Authorization", TestTokens.bearer(client, Role.MEMBER))
                .exchange()
                .expectStatus()
                .isForbidden();
        http.get()
                .uri("/api/v1/ai/usage/summary?range=2w")
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("range");
    }

    @Test
    void publishesItsContract() {
        OpenApiDocument.assertUpToDate("usage-service", http);
    }

    @Test
    void protectsEveryTableOfClients() throws SQLException {
        RowLevelSecurityAssertions.assertEveryClientTableIsProtected("usage");
    }

    private AiUsageObserved observed(
            UUID owner, String operation, String provider, String model, int texts, Long tokens, boolean cacheHit) {
        return new AiUsageObserved(
                new ClientId(owner),
                Ids.newId(),
                Ids.newId(),
                1,
                null,
                project,
                null,
                operation,
                provider,
                model,
                null,
                texts,
                tokens,
                null,
                cacheHit,
                "succeeded",
                12,
                Instant.now().minus(Duration.ofMinutes(1)));
    }

    private WebTestClient.BodyContentSpec get(String path, UUID owner) {
        return http.get()
                .uri("/api/v1/ai/usage" + path)
                .header("Authorization", TestTokens.bearer(owner, Role.ADMIN))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody();
    }

    private String body(String path, UUID owner) {
        return new String(get(path, owner).returnResult().getResponseBody(), StandardCharsets.UTF_8);
    }
}
