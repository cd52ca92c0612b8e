package dev.colophon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.configuration.ClientConfigured;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.OpenApiDocument;
import dev.colophon.testing.RowLevelSecurityAssertions;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.InternalKeys;
import dev.colophon.web.security.InternalTokenDecoder;
import dev.colophon.web.security.Role;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.Disposable;

/** The front door as clients, services and operators meet it. */
@ColophonTest
class GatewayIT {

    private static final ParameterizedTypeReference<Map<String, Object>> JSON = new ParameterizedTypeReference<>() {};
    private static final StubBackend METADATA = new StubBackend("metadata");
    private static final StubBackend ETL = new StubBackend("etl");
    private static final StubBackend USAGE = new StubBackend("usage");

    @TempDir
    private static Path data;

    @Autowired
    private WebTestClient http;

    @Autowired
    private EventsProbe probe;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("colophon.security.internal.signing-key", TestTokens::signingKey);
        registry.add("colophon.gateway.bootstrap.operator-key-file", () -> operatorKeyFile()
                .toString());
        registry.add("colophon.gateway.services.metadata", METADATA::url);
        registry.add("colophon.gateway.services.etl", ETL::url);
        registry.add("colophon.gateway.services.usage", USAGE::url);
        registry.add("colophon.gateway.services.embedding", () -> "http://127.0.0.1:" + freePort());
        registry.add("colophon.gateway.timeouts.usage", () -> "300ms");
        registry.add("colophon.gateway.breaker.minimum-calls", () -> "1000");
        registry.add("colophon.gateway.breaker.window", () -> "1000");
        registry.add("colophon.gateway.limit.key.burst", () -> "60");
        registry.add("colophon.gateway.limit.key.per-second", () -> "5");
        registry.add("colophon.gateway.limit.stranger.burst", () -> "1000");
        registry.add("colophon.gateway.live.heartbeat", () -> "200ms");
    }

    @AfterAll
    static void stopBackends() {
        List.of(METADATA, ETL, USAGE).forEach(StubBackend::stop);
    }

    @Test
    void makesTheDefaultClientAndAKeyWithEveryRole() throws IOException {
        Map<String, Object> me = body(call(HttpMethod.GET, "/api/v1/me", operatorKey()), 200);

        assertThat(me.get("roles")).isEqualTo(List.of("viewer", "member", "admin", "operator"));
        List<ClientConfigured> told = probe
                .await(
                        ClientConfigured.class,
                        event -> event.clientId().toString().equals(me.get("client_id")))
                .stream()
                .map(event -> event.payload())
                .toList();
        assertThat(told).first().satisfies(configured -> {
            assertThat(configured.kind()).isEqualTo("client");
            assertThat(configured.values()).containsEntry("name", "default");
        });
        assertThat(Files.getPosixFilePermissions(operatorKeyFile())).hasSize(2);
    }

    @Test
    @SuppressWarnings("unchecked")
    void tellsOperatorsOfTopicsAndOfThoseThatReadThem() throws IOException {
        Map<String, Object> topics = body(call(HttpMethod.GET, "/api/v1/ops/topics", operatorKey()), 200);

        assertThat(topics.get("complete")).isEqualTo(true);
        List<Map<String, Object>> items = (List<Map<String, Object>>) topics.get("items");
        assertThat(items)
                .extracting(topic -> topic.get("name"))
                .contains("colophon.projects", "colophon.items", "colophon.usage");
        assertThat(items).allSatisfy(topic -> {
            assertThat((Integer) topic.get("partitions")).isPositive();
            assertThat((List<?>) topic.get("deviations")).isEmpty();
            assertThat(topic.get("events_per_second")).isNotNull();
            assertThat((List<Map<String, Object>>) topic.get("consumers"))
                    .noneMatch(consumer -> consumer.get("group").toString().startsWith("gateway-live-"));
        });
    }

    @Test
    void letsNobodyInWithoutAValidKey() throws IOException {
        for (String path : List.of("/api/v1/me", "/api/v1/projects", "/api/v1/events", "/nowhere")) {
            EntityExchangeResult<Map<String, Object>> refused = problem(call(HttpMethod.GET, path, null), 401);
            assertThat(refused.getResponseHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE))
                    .isEqualTo("Bearer");
        }
        openAiError(call(HttpMethod.GET, "/v1/models", null), 401, "authentication_error");
        problem(call(HttpMethod.GET, "/api/v1/me", "col_" + "A".repeat(43)), 401);
        problem(call(HttpMethod.GET, "/api/v1/me", "nonsense"), 401);
        problem(authorized("/api/v1/me", "Basic dXNlcjpwYXNz"), 401);
        problem(authorized("/api/v1/me", TestTokens.bearer(UUID.randomUUID(), Role.OPERATOR)), 401);
    }

    @Test
    void refusesAKeyOnceItIsRevokedOrExpired() throws IOException {
        NewClient client = newClient();
        String keys = "/api/v1/clients/" + client.id() + "/api-keys";
        Map<String, Object> made =
                body(post(keys, client.key(), "{\"name\":\"for a while\",\"roles\":[\"viewer\"]}"), 201);
        String key = made.get("key").toString();
        body(call(HttpMethod.GET, "/api/v1/me", key), 200);

        call(HttpMethod.DELETE, keys + "/" + made.get("id"), client.key())
                .expectStatus()
                .isNoContent();
        problem(call(HttpMethod.GET, "/api/v1/me", key), 401);
        problem(call(HttpMethod.DELETE, keys + "/" + made.get("id"), client.key()), 404);

        Instant soon = Instant.now().plusSeconds(2);
        String shortLived = body(
                        post(
                                keys,
                                client.key(),
                                "{\"name\":\"soon gone\",\"roles\":[\"viewer\"],\"expires_at\":\"" + soon + "\"}"),
                        201)
                .get("key")
                .toString();
        Awaitility.await().until(() -> status(call(HttpMethod.GET, "/api/v1/me", shortLived)) == 401);
    }

    @Test
    void showsKeysOnceAndGivesNoRoleThatTheGiverLacks() throws IOException {
        NewClient client = newClient();
        NewClient other = newClient();
        String keys = "/api/v1/clients/" + client.id() + "/api-keys";

        problem(post(keys, client.key(), "{\"name\":\"up\",\"roles\":[\"operator\"]}"), 403);
        problem(post(keys, client.key(), "{\"name\":\"up\",\"roles\":[]}"), 400);
        problem(post(keys, client.key(), "{\"name\":\"up\",\"roles\":[\"king\"]}"), 400);
        problem(
                post(
                        keys,
                        client.key(),
                        "{\"name\":\"up\",\"roles\":[\"viewer\"],\"expires_at\":\"2020-01-01T00:00:00Z\"}"),
                400);
        problem(call(HttpMethod.GET, keys, other.key()), 404);
        problem(call(HttpMethod.GET, "/api/v1/clients", client.key()), 403);
        String listed = body(call(HttpMethod.GET, keys, client.key()), 200).toString();
        assertThat(listed).contains(client.key().substring(0, 10)).doesNotContain(client.key());
    }

    @Test
    void keepsClientsForOperators() throws IOException {
        String name = "client " + UUID.randomUUID();
        Map<String, Object> made = body(post("/api/v1/clients", operatorKey(), "{\"name\":\"" + name + "\"}"), 201);
        String path = "/api/v1/clients/" + made.get("id");

        problem(post("/api/v1/clients", operatorKey(), "{\"name\":\"" + name.toUpperCase() + "\"}"), 409);
        assertThat(body(call(HttpMethod.GET, path, operatorKey()), 200)).containsEntry("name", name);
        String renamed = name + " renamed";
        assertThat(body(send(HttpMethod.PATCH, path, operatorKey(), "{\"name\":\"" + renamed + "\"}"), 200))
                .containsEntry("name", renamed);
        assertThat(body(call(HttpMethod.GET, "/api/v1/clients?limit=1", operatorKey()), 200)
                        .get("next_cursor"))
                .isNotNull();
        problem(call(HttpMethod.GET, "/api/v1/clients/" + UUID.randomUUID(), operatorKey()), 404);
        assertThat(probe.awaitAtLeast(2, ClientConfigured.class, event -> event.clientId()
                        .toString()
                        .equals(made.get("id"))))
                .extracting(event -> event.payload().values().get("name"))
                .containsExactly(name, renamed);
    }

    @Test
    void repeatsTheAnswerThatShowedAKeyAndKeepsItSealed() throws IOException, SQLException {
        String input = "{\"name\":\"once " + UUID.randomUUID() + "\"}";
        String idempotencyKey = UUID.randomUUID().toString();
        Map<String, Object> first = body(postOnce("/api/v1/clients", input, idempotencyKey), 201);
        EntityExchangeResult<Map<String, Object>> second = postOnce("/api/v1/clients", input, idempotencyKey)
                .expectBody(JSON)
                .returnResult();

        assertThat(second.getResponseBody()).isEqualTo(first);
        assertThat(second.getResponseHeaders().getFirst("Idempotency-Replayed")).isEqualTo("true");
        try (var admin = dev.colophon.testing.TestDatabase.shared().asAdmin();
                var rows = admin.createStatement()
                        .executeQuery(
                                "select count(*) from gateway.idempotency_key where position('col_' in encode(body, 'escape')) > 0")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    void vouchesForTheCallerToTheService() throws IOException {
        NewClient client = newClient();
        http.get()
                .uri("/api/v1/projects?q={q}", "x y")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + client.key())
                .header("X-Correlation-Id", "my-call-7")
                .header("X-Forwarded-For", "1.2.3.4")
                .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .cookie("session", "secret")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("X-Correlation-Id", "my-call-7");

        StubBackend.Asked asked = METADATA.last();
        Jwt token = verified(asked);
        assertThat(asked.uri()).isEqualTo("/api/v1/projects?q=x%20y");
        assertThat(token.getClaimAsString("client_id")).isEqualTo(client.id());
        assertThat(token.getClaimAsStringList("roles")).containsExactly("admin", "member", "viewer");
        assertThat(asked.header("X-Correlation-Id")).isEqualTo("my-call-7");
        assertThat(asked.header("cookie")).isNull();
        assertThat(asked.header("X-Forwarded-For")).isNull();
        assertThat(asked.header("traceparent")).startsWith("00-0af7651916cd43dd8448eb211c80319c-");
    }

    @Test
    void letsAnOperatorActForAnotherClientAndNobodyElse() throws IOException {
        NewClient client = newClient();
        NewClient other = newClient();

        assertThat(body(callAs(operatorKey(), client.id()), 200)).containsEntry("client_id", client.id());
        problem(callAs(other.key(), client.id()), 403);
        assertThat(body(callAs(other.key(), other.id()), 200)).containsEntry("client_id", other.id());
        problem(callAs(operatorKey(), UUID.randomUUID().toString()), 404);
        problem(callAs(operatorKey(), "nonsense"), 400);

        http.get()
                .uri("/api/v1/sources")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + operatorKey())
                .header("Colophon-Client", client.id())
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(verified(ETL.last()).getClaimAsString("client_id")).isEqualTo(client.id());
        assertThat(ETL.last().header("Colophon-Client")).isNull();
    }

    @Test
    void saysUnavailableForAServiceThatIsDownOrSilent() throws IOException {
        NewClient client = newClient();

        EntityExchangeResult<Map<String, Object>> down =
                problem(post("/api/v1/search", client.key(), "{\"query\":\"x\"}"), 503);
        assertThat(down.getResponseHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
        assertThat(down.getResponseBody()).containsEntry("detail", "embedding-service cannot be reached");
        openAiError(call(HttpMethod.GET, "/v1/models", client.key()), 503, "server_error");
        problem(call(HttpMethod.GET, "/api/v1/integrations/silence", client.key()), 503);
        problem(call(HttpMethod.GET, "/api/v1/nowhere", client.key()), 404);
    }

    @Test
    void tellsNobodyThatTheyAreUnknownWhereAServiceDoubtsTheGateway() throws IOException {
        EntityExchangeResult<Map<String, Object>> doubted = problem(
                call(HttpMethod.GET, "/api/v1/projects/doubting", newClient().key()), 503);

        assertThat(doubted.getResponseHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                .isEqualTo("1");
        assertThat(doubted.getResponseHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE))
                .isNull();
        assertThat(doubted.getResponseBody().get("detail")).isEqualTo("The service did not take the gateway's word");
    }

    @Test
    void saysUnavailableForAServiceThatDiesAmidItsAnswer() throws IOException {
        EntityExchangeResult<Map<String, Object>> lost = problem(
                call(HttpMethod.GET, "/api/v1/projects/broken", newClient().key()), 503);

        assertThat(lost.getResponseHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("5");
    }

    @Test
    void refusesBodiesThatAreTooLargeBeforeAnyServiceSeesThem() throws IOException {
        NewClient client = newClient();
        int before = METADATA.calls();
        String large = "{\"name\":\"" + "a".repeat(10_000_000) + "\"}";

        problem(post("/api/v1/projects", client.key(), large), 413);
        body(post("/api/v1/projects/1/items", client.key(), large), 200);

        assertThat(METADATA.calls()).isEqualTo(before);
        assertThat(ETL.last().body()).hasSize(large.length());
    }

    @Test
    void letsSourcesInByTheirSignaturesWithWhatTheySaidToTheByte() {
        String told = "{\"zen\" :  \"\\u00fc\"}\n";

        webhook(told).expectStatus().isOk();

        assertThat(ETL.last().body()).isEqualTo(told);
        assertThat(ETL.last().header("x-hub-signature-256")).isEqualTo("sha256=of-nobody");
        assertThat(ETL.last().header("authorization")).isNull();
        http.post()
                .uri("/api/v1/webhooks/jira/" + UUID.randomUUID())
                .header("Authorization", "Bearer of-jira-and-no-key-of-ours")
                .bodyValue(told)
                .exchange()
                .expectStatus()
                .isOk();
        int before = ETL.calls();
        webhook("x".repeat((25 << 20) + 1)).expectStatus().isEqualTo(413);
        assertThat(ETL.calls()).isEqualTo(before);
    }

    private WebTestClient.ResponseSpec webhook(String body) {
        return http.post()
                .uri("/api/v1/webhooks/github/" + UUID.randomUUID())
                .header("X-Hub-Signature-256", "sha256=of-nobody")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    @Test
    void letsModelsReadMoreThanOtherRequestsMaySay() throws IOException {
        NewClient client = newClient();
        String longChat = "{\"messages\":\"" + "a".repeat(3_000_000) + "\"}";

        body(post("/v1/chat/completions", client.key(), longChat), 200);
        assertThat(METADATA.last().body()).hasSize(longChat.length());
        post("/v1/chat/completions", client.key(), longChat + " ".repeat(2_000_000))
                .expectStatus()
                .isEqualTo(413);
    }

    @Test
    void limitsHowOftenAKeyMayCall() throws IOException {
        NewClient client = newClient();
        EntityExchangeResult<byte[]> refused = null;
        for (int call = 0; call < 200 && refused == null; call++) {
            EntityExchangeResult<byte[]> answer = call(HttpMethod.GET, "/api/v1/me", client.key())
                    .expectBody()
                    .returnResult();
            refused = answer.getStatus().value() == 429 ? answer : null;
        }

        assertThat(refused).isNotNull();
        assertThat(refused.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(refused.getResponseHeaders().getFirst(HttpHeaders.RETRY_AFTER))
                .isEqualTo("1");
        assertThat(refused.getResponseHeaders().getFirst("RateLimit-Limit")).isEqualTo("60");
        assertThat(refused.getResponseHeaders().getFirst("RateLimit-Remaining")).isEqualTo("0");
    }

    @Test
    void tellsEachClientItsOwnEventsLive() throws IOException {
        NewClient anna = newClient();
        NewClient bert = newClient();
        List<ServerSentEvent<String>> toAnna = new CopyOnWriteArrayList<>();
        List<ServerSentEvent<String>> toBert = new CopyOnWriteArrayList<>();
        Disposable both = reactor.core.Disposables.composite(listen(anna, toAnna), listen(bert, toBert));
        try {
            Awaitility.await().until(() -> {
                probe.publish(created(anna, "warm-up"));
                probe.publish(usage(bert));
                return events(toAnna).contains("project.created")
                        && events(toBert).contains("usage.recorded");
            });
            UUID id = probe.publish(created(anna, "Private plans"));
            Awaitility.await()
                    .until(() -> toAnna.stream().anyMatch(event -> id.toString().equals(event.id())));

            assertThat(events(toAnna)).containsOnly("project.created");
            assertThat(events(toBert)).containsOnly("usage.recorded");
            assertThat(toBert.toString()).doesNotContain(anna.id());
            assertThat(toAnna).anySatisfy(event -> assertThat(event.comment()).isEqualTo("heartbeat"));
        } finally {
            both.dispose();
        }
    }

    @Test
    void passesAStreamThroughAsItComes() throws IOException {
        List<String> parts = http.get()
                .uri("/v1/chat/stream")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + newClient().key())
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(String.class)
                .getResponseBody()
                .take(2)
                .collectList()
                .block(Duration.ofSeconds(20));

        assertThat(parts).containsExactly("one", "two");
    }

    @Test
    void showsStatusAndContractsToEverybody() {
        http.get()
                .uri("/")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(page -> assertThat(page).contains("Colophon", "/openapi"));
        http.get().uri("/assets/landing.css").exchange().expectStatus().isOk();
        http.get()
                .uri("/api/status")
                .exchange()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("degraded")
                .jsonPath("$.services[?(@.name=='embedding-service')].status")
                .isEqualTo("down")
                .jsonPath("$.services[?(@.name=='metadata-service')].status")
                .isEqualTo("up");
        http.get()
                .uri("/actuator/health")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("DEGRADED");
        String page = http.get()
                .uri("/openapi")
                .exchange()
                .expectStatus()
                .is3xxRedirection()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getFirst(HttpHeaders.LOCATION);
        http.get()
                .uri(java.util.Objects.requireNonNull(page))
                .exchange()
                .expectStatus()
                .isOk();
        http.get()
                .uri("/v3/api-docs/swagger-config")
                .exchange()
                .expectBody()
                .jsonPath("$.urls[*].url")
                .isEqualTo(List.of(
                        "/openapi/embedding", "/openapi/etl", "/v3/api-docs", "/openapi/metadata", "/openapi/usage"));
        http.get().uri("/openapi/metadata").exchange().expectStatus().isOk();
        assertThat(METADATA.last().header("authorization")).isNull();
        http.get()
                .uri("/v3/api-docs")
                .exchange()
                .expectBody()
                .jsonPath("$.info.title")
                .isEqualTo("gateway-service")
                .jsonPath("$.paths['/api/v1/clients/{clientId}/api-keys']")
                .exists();
        http.get().uri("/actuator/health/readiness").exchange().expectStatus().isOk();
        http.get().uri("/actuator/prometheus").exchange().expectStatus().isOk();
        problem(call(HttpMethod.GET, "/actuator/env", null), 401);
    }

    @Test
    void answersItsCommittedContract() {
        OpenApiDocument.assertUpToDate("gateway-service", http);
    }

    @Test
    void protectsEveryTableOfAClient() throws SQLException {
        RowLevelSecurityAssertions.assertEveryClientTableIsProtected("gateway");
    }

    private record NewClient(String id, String key) {}

    private NewClient newClient() throws IOException {
        Map<String, Object> made =
                body(post("/api/v1/clients", operatorKey(), "{\"name\":\"client " + UUID.randomUUID() + "\"}"), 201);
        return new NewClient(
                made.get("id").toString(),
                ((Map<?, ?>) made.get("api_key")).get("key").toString());
    }

    private Disposable listen(NewClient client, List<ServerSentEvent<String>> heard) {
        return http.get()
                .uri("/api/v1/events")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + client.key())
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
                .getResponseBody()
                .subscribe(heard::add);
    }

    private static List<String> events(List<ServerSentEvent<String>> heard) {
        return heard.stream()
                .map(ServerSentEvent::event)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    private static ProjectCreated created(NewClient client, String name) {
        return new ProjectCreated(ClientId.of(client.id()), Ids.newId(), name, null, null, false, Instant.now());
    }

    private static AiUsageObserved usage(NewClient client) {
        return new AiUsageObserved(
                ClientId.of(client.id()),
                Ids.newId(),
                Ids.newId(),
                1,
                null,
                null,
                null,
                "embedding",
                "local",
                "all-minilm-l6-v2",
                null,
                1,
                5L,
                0L,
                false,
                "succeeded",
                3,
                Instant.now());
    }

    private WebTestClient.ResponseSpec call(HttpMethod method, String uri, String key) {
        return http.method(method)
                .uri(uri)
                .headers(headers -> {
                    if (key != null) {
                        headers.setBearerAuth(key);
                    }
                })
                .exchange();
    }

    private WebTestClient.ResponseSpec authorized(String uri, String authorization) {
        return http.get()
                .uri(uri)
                .header(HttpHeaders.AUTHORIZATION, authorization)
                .exchange();
    }

    private WebTestClient.ResponseSpec callAs(String key, String client) {
        return http.get()
                .uri("/api/v1/me")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + key)
                .header("Colophon-Client", client)
                .exchange();
    }

    private WebTestClient.ResponseSpec post(String uri, String key, String json) {
        return send(HttpMethod.POST, uri, key, json);
    }

    private WebTestClient.ResponseSpec send(HttpMethod method, String uri, String key, String json) {
        return http.method(method)
                .uri(uri)
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + key)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(json)
                .exchange();
    }

    private WebTestClient.ResponseSpec postOnce(String uri, String json, String idempotencyKey) throws IOException {
        return http.post()
                .uri(uri)
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + operatorKey())
                .header("Idempotency-Key", idempotencyKey)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(json)
                .exchange();
    }

    private static Map<String, Object> body(WebTestClient.ResponseSpec answer, int status) {
        EntityExchangeResult<Map<String, Object>> result =
                answer.expectBody(JSON).returnResult();
        assertThat(result.getStatus().value())
                .as(() -> String.valueOf(result.getResponseBody()))
                .isEqualTo(status);
        return java.util.Objects.requireNonNull(result.getResponseBody());
    }

    private static void openAiError(WebTestClient.ResponseSpec answer, int status, String type) {
        answer.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON)
                .expectBody()
                .jsonPath("$.error.type")
                .isEqualTo(type)
                .jsonPath("$.error.message")
                .isNotEmpty();
    }

    private static EntityExchangeResult<Map<String, Object>> problem(WebTestClient.ResponseSpec answer, int status) {
        EntityExchangeResult<Map<String, Object>> result =
                answer.expectBody(JSON).returnResult();
        assertThat(result.getStatus().value())
                .as(() -> String.valueOf(result.getResponseBody()))
                .isEqualTo(status);
        assertThat(result.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(result.getResponseHeaders().getFirst("X-Correlation-Id")).isNotBlank();
        assertThat(result.getResponseBody()).containsKeys("type", "title", "detail", "trace_id", "errors");
        return result;
    }

    private static int status(WebTestClient.ResponseSpec answer) {
        return answer.expectBody().returnResult().getStatus().value();
    }

    private static Jwt verified(StubBackend.Asked asked) {
        InternalTokenDecoder decoder =
                new InternalTokenDecoder(InternalKeys.publicKeys(TestTokens.publicKeys()), Clock.systemUTC());
        return java.util.Objects.requireNonNull(
                decoder.decode(asked.header("authorization").substring("Bearer ".length()))
                        .block());
    }

    private static Path operatorKeyFile() {
        return data.resolve("operator-key");
    }

    private static String operatorKey() throws IOException {
        return Files.readString(operatorKeyFile()).strip();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
