package dev.colophon.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.web.security.InternalTokens;
import dev.colophon.web.security.Role;
import dev.colophon.web.security.ServiceTokens;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.autoconfigure.web.reactive.AutoConfigureWebTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Every way in which a request can go wrong, seen by the client. */
@SpringBootTest(classes = TestService.class)
@AutoConfigureWebTestClient
@AutoConfigureObservability
class WebSliceTests {

    private static final String THINGS = "/api/v1/things";

    @Autowired
    private WebTestClient http;

    @Autowired
    private TestService service;

    @DynamicPropertySource
    static void keys(DynamicPropertyRegistry registry) {
        registry.add("colophon.security.internal.public-keys", TestKeys::publicSet);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name":"a","nonsense":1}                       | nonsense          | is not known; known are
            {"name":"a","colour":"BLUE"}                    | colour            | must be one of RED, GREEN
            {"name":"a","colour":0}                         | colour            | must be one of RED, GREEN
            {"name":"a","project_id":"x"}                   | project_id        | must be a UUID
            {"name":"a","project_id":7}                     | project_id        | must be a UUID
            {"name":"a","starts_at":"yesterday"}            | starts_at         | must be an RFC 3339 date and time
            {"name":"a","hours_per_week":"5"}               | hours_per_week    | must be an integer
            {"name":"a","hours_per_week":5.5}               | hours_per_week    | must be an integer
            {"name":"a","hours_per_week":99999999999}       | hours_per_week    |
            {"name":"a","hours_per_week":-1}                | hours_per_week    | must be greater than 0
            {"name":"a","ready":"yes"}                      | ready             | must be true or false
            {"name":5}                                      | name              | must be a string
            {"name":{"a":1}}                                | name              | must be a string
            {"name":""}                                     | name              | must not be blank
            {}                                              | name              | must not be blank
            {"name":"a","parts":{"x":1}}                    | parts             | must be an array
            {"name":"a","parts":[{},{"part_name":[1]}]}     | parts[1].part_name | must be a string
            {"name":"a\\u0000b"}                            | name              | must not hold a NUL character
            {"name":"a","extra":{"k":["\\u0000"]}}          | extra             | must not hold a NUL character
            {"name":"a","anything":{"k":["\\u0000"]}}       | anything          | must not hold a NUL character
            {"name":"a","name":"b"}                         | name              | must be given once
            {"name":"a"                                     | body              | is not valid JSON at line 1
            {"name":"a"} trailing                           | body              | is not valid JSON
            [1]                                             | body              | must be an object
            nonsense                                        | body              | is not valid JSON at line 1
            """)
    void namesTheFieldThatIsWrong(String json, String field, String message) {
        EntityExchangeResult<Map<String, Object>> answer = problem(
                http.post()
                        .uri(THINGS)
                        .contentType(MediaType.APPLICATION_JSON)
                        .header(HttpHeaders.AUTHORIZATION, TestKeys.bearer(Role.MEMBER))
                        .bodyValue(json)
                        .exchange(),
                400);

        List<?> errors = (List<?>) body(answer).get("errors");
        assertThat(errors)
                .first()
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .satisfies(error -> {
                    assertThat(error.get("field").toString()).startsWith(field);
                    assertThat(error.get("message").toString()).contains(message == null ? "" : message);
                });
        assertThat(body(answer).toString()).doesNotContain("dev.colophon", "com.fasterxml", "java.", "Exception");
    }

    @Test
    void saysWhatIsWrongWithPathsAndParameters() {
        assertThat(fieldOf(problem(get(THINGS + "/no-uuid"), 400))).isEqualTo("id");
        assertThat(fieldOf(problem(get(THINGS + "/search"), 400))).isEqualTo("q");
        assertThat(fieldOf(problem(get(THINGS + "/search?q=a&k=many"), 400))).isEqualTo("k");
        assertThat(fieldOf(problem(get(THINGS + "/search?q=a&k=11"), 400))).isEqualTo("k");
        assertThat(fieldOf(problem(get(THINGS + "?limit=201"), 400))).isEqualTo("limit");
        assertThat(fieldOf(problem(get(THINGS + "?limit=x"), 400))).isEqualTo("limit");
        assertThat(fieldOf(problem(get(THINGS + "?cursor=***"), 400))).isEqualTo("cursor");
        assertThat(fieldOf(problem(getRaw(THINGS + "/search?q=a%00b"), 400))).isEqualTo("q");
        assertThat(fieldOf(problem(getRaw(THINGS + "/a%00b"), 400))).isEqualTo("path");
    }

    @Test
    void answersFrameworkErrorsAsProblems() {
        problem(get("/api/v1/nowhere"), 404);
        problem(call(HttpMethod.DELETE, THINGS), 405);
        problem(
                http.post()
                        .uri(THINGS)
                        .contentType(MediaType.TEXT_PLAIN)
                        .header(HttpHeaders.AUTHORIZATION, TestKeys.bearer())
                        .bodyValue("a")
                        .exchange(),
                415);
        problem(
                http.post()
                        .uri(THINGS)
                        .contentType(MediaType.APPLICATION_JSON)
                        .header(HttpHeaders.AUTHORIZATION, TestKeys.bearer())
                        .exchange(),
                400);
        char[] long_ = new char[2_000_000];
        Arrays.fill(long_, 'a');
        problem(post("{\"name\":\"" + new String(long_) + "\"}", null), 413);
    }

    @Test
    void answersRefusalsAsTheyAreSaid() {
        assertThat(body(problem(get(THINGS + "/failures/missing"), 404)))
                .containsEntry("detail", "there is no such thing")
                .containsEntry("title", "Not Found")
                .containsEntry("instance", THINGS + "/failures/missing");
        problem(get(THINGS + "/failures/wrapped"), 404);
        problem(get(THINGS + "/failures/conflict"), 409);
        assertThat(body(problem(get(THINGS + "/failures/budget"), 402))).containsEntry("spent", "1.0000000000");
        assertThat(problem(get(THINGS + "/failures/busy"), 429)
                        .getResponseHeaders()
                        .getFirst("Retry-After"))
                .isEqualTo("7");
    }

    @Test
    void saysUnavailableWhenSomethingIsAwayAndNothingOfTheInside() {
        EntityExchangeResult<Map<String, Object>> away = problem(get(THINGS + "/failures/connect"), 503);
        EntityExchangeResult<Map<String, Object>> broken = problem(get(THINGS + "/failures/bug"), 500);

        assertThat(away.getResponseHeaders().getFirst("Retry-After")).isEqualTo("5");
        assertThat(body(away).toString()).doesNotContain("inner detail", "10.0.0.1");
        assertThat(body(broken).toString()).doesNotContain("inner detail", "dev.colophon");
    }

    @Test
    void answersOpenAisClientsInTheirEnvelope() {
        http.get()
                .uri("/v1/anything")
                .exchange()
                .expectStatus()
                .isUnauthorized()
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON)
                .expectBody()
                .jsonPath("$.error.type")
                .isEqualTo("authentication_error")
                .jsonPath("$.error.message")
                .isNotEmpty()
                .jsonPath("$.error.code")
                .isEmpty();
    }

    @Test
    void requiresCredentialsAndRoles() {
        assertThat(problem(http.get().uri(THINGS).exchange(), 401)
                        .getResponseHeaders()
                        .getFirst(HttpHeaders.WWW_AUTHENTICATE))
                .isEqualTo("Bearer");
        problem(
                http.get()
                        .uri("/api/v1/anything")
                        .header(HttpHeaders.AUTHORIZATION, "Bearer a.b.c")
                        .exchange(),
                401);
        String forged = new InternalTokens(TestKeys.generate("current"), Clock.systemUTC())
                .issue(TestKeys.caller(Role.OPERATOR));
        problem(
                http.get()
                        .uri(THINGS)
                        .header(HttpHeaders.AUTHORIZATION, "Bearer " + forged)
                        .exchange(),
                401);
        String service = new ServiceTokens("etl-service", TestKeys.SERVICE, Clock.systemUTC()).issue(TestKeys.CLIENT);
        for (String path : List.of(THINGS, THINGS + "/secret", "/api/v1/anything")) {
            problem(
                    http.get()
                            .uri(path)
                            .header(HttpHeaders.AUTHORIZATION, "Bearer " + service)
                            .exchange(),
                    403);
        }
        problem(get("/internal/v1/anything", Role.OPERATOR), 403);
        assertThat(body(problem(get(THINGS + "/secret", Role.ADMIN), 403)))
                .containsEntry("detail", "This needs the role operator");
        problem(get(THINGS + "/costs", Role.VIEWER), 403);
        get(THINGS + "/costs", Role.ADMIN).expectStatus().isOk();
        get(THINGS + "/secret", Role.OPERATOR)
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.client_id")
                .isEqualTo(TestKeys.CLIENT.toString())
                .jsonPath("$.roles[0]")
                .isEqualTo("operator");
    }

    @Test
    void leavesHealthMetricsAndContractOpen() {
        for (String path : List.of("/actuator/health/liveness", "/actuator/health/readiness", "/actuator/prometheus")) {
            http.get().uri(path).exchange().expectStatus().isOk();
        }
        http.get()
                .uri("/v3/api-docs")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.info.title")
                .isEqualTo("test-service")
                .jsonPath("$.components.securitySchemes.bearer.scheme")
                .isEqualTo("bearer")
                .jsonPath("$.paths['/api/v1/things'].get.parameters[*].name")
                .isEqualTo(List.of("limit", "cursor"))
                .jsonPath("$.paths['/api/v1/things'].get.responses['401'].content['application/problem+json']")
                .exists()
                .jsonPath("$.components.schemas.Thing.properties.hours_per_week")
                .exists()
                .jsonPath("$.components.schemas.Caller")
                .exists();
    }

    @Test
    void goesThroughPages() {
        get(THINGS + "?limit=5")
                .expectBody()
                .jsonPath("$.items.length()")
                .isEqualTo(5)
                .jsonPath("$.next_cursor")
                .isEmpty();
        Map<String, Object> first = body(result(get(THINGS + "?limit=3")));
        get(THINGS + "?limit=3&cursor=" + first.get("next_cursor"))
                .expectBody()
                .json("{\"items\":[4,5],\"next_cursor\":null}");
    }

    @Test
    void repeatsAnAnswerUnderItsKey() {
        EntityExchangeResult<Map<String, Object>> first = result(post("{\"name\":\"once\"}", "key-1"));
        EntityExchangeResult<Map<String, Object>> second = result(post("{\"name\":\"once\"}", "key-1"));

        assertThat(first.getStatus().value()).isEqualTo(201);
        assertThat(first.getResponseHeaders().containsKey("Idempotency-Replayed"))
                .isFalse();
        assertThat(second.getStatus().value()).isEqualTo(201);
        assertThat(second.getResponseBody()).isEqualTo(first.getResponseBody());
        assertThat(second.getResponseHeaders().getLocation())
                .isEqualTo(first.getResponseHeaders().getLocation());
        assertThat(second.getResponseHeaders().getFirst("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void refusesAKeyUsedForAnotherRequest() {
        result(post("{\"name\":\"one\"}", "key-2"));
        problem(post("{\"name\":\"two\"}", "key-2"), 422);
        problem(post("{\"name\":\"two\"}", "no spaces"), 400);
    }

    @Test
    void refusesARepetitionWhileTheFirstIsStillAtWork() {
        int before = service.created.get();
        CompletableFuture<EntityExchangeResult<Map<String, Object>>> first =
                CompletableFuture.supplyAsync(() -> result(post("{\"name\":\"slow\"}", "key-3")));
        Awaitility.await().until(() -> service.created.get() > before);

        problem(post("{\"name\":\"slow\"}", "key-3"), 409);
        service.release.tryEmitEmpty();

        assertThat(first.join().getStatus().value()).isEqualTo(201);
        assertThat(result(post("{\"name\":\"slow\"}", "key-3")).getResponseBody())
                .isEqualTo(first.join().getResponseBody());
    }

    @Test
    void freesTheKeyOfAFailedRequest() {
        problem(post("{\"name\":\"unlucky\"}", "key-4"), 422);
        result(post("{\"name\":\"lucky\"}", "key-4"));
        problem(post("{\"name\":\"unlucky\"}", "key-4"), 422);
    }

    private WebTestClient.ResponseSpec get(String uri, Role... roles) {
        return http.get()
                .uri(uri)
                .header(HttpHeaders.AUTHORIZATION, TestKeys.bearer(roles))
                .exchange();
    }

    private WebTestClient.ResponseSpec getRaw(String uri) {
        return http.get()
                .uri(java.net.URI.create(uri))
                .header(HttpHeaders.AUTHORIZATION, TestKeys.bearer())
                .exchange();
    }

    private WebTestClient.ResponseSpec call(HttpMethod method, String uri) {
        return http.method(method)
                .uri(uri)
                .header(HttpHeaders.AUTHORIZATION, TestKeys.bearer())
                .exchange();
    }

    private WebTestClient.ResponseSpec post(String json, String key) {
        return http.post()
                .uri(THINGS)
                .contentType(MediaType.APPLICATION_JSON)
                .headers(headers -> {
                    headers.set(HttpHeaders.AUTHORIZATION, TestKeys.bearer(Role.MEMBER));
                    if (key != null) {
                        headers.set("Idempotency-Key", key);
                    }
                })
                .bodyValue(json)
                .exchange();
    }

    private static EntityExchangeResult<Map<String, Object>> problem(WebTestClient.ResponseSpec answer, int status) {
        EntityExchangeResult<Map<String, Object>> result = result(answer);
        assertThat(result.getStatus().value()).isEqualTo(status);
        assertThat(result.getResponseHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(body(result)).containsKeys("type", "title", "status", "detail", "instance", "errors");
        assertThat(body(result).get("trace_id").toString()).matches("[0-9a-f]{32}");
        return result;
    }

    private static EntityExchangeResult<Map<String, Object>> result(WebTestClient.ResponseSpec answer) {
        return answer.expectBody(new org.springframework.core.ParameterizedTypeReference<Map<String, Object>>() {})
                .returnResult();
    }

    private static Map<String, Object> body(EntityExchangeResult<Map<String, Object>> result) {
        return java.util.Objects.requireNonNull(result.getResponseBody());
    }

    private static String fieldOf(EntityExchangeResult<Map<String, Object>> result) {
        return ((Map<?, ?>) ((List<?>) body(result).get("errors")).get(0))
                .get("field")
                .toString();
    }
}
