package dev.colophon.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.events.Event;
import dev.colophon.events.Topic;
import dev.colophon.events.configuration.ClientConfigured;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.secret.SecretBox;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.TestDatabase;
import dev.colophon.testing.TestTokens;
import dev.colophon.usage.price.PriceList;
import dev.colophon.usage.price.PriceLists;
import dev.colophon.usage.trial.StubProvider;
import dev.colophon.web.security.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

@ColophonTest
@ExtendWith(OutputCaptureExtension.class)
class AccountsIT {

    private static final String INTEGRATIONS = "/api/v1/integrations";
    private static final String SECRET = "sk-never-to-be-seen-7261";
    private static final byte[] RETIRED_KEY = "11111111111111111111111111111111".getBytes(StandardCharsets.US_ASCII);
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    @Autowired
    WebTestClient http;

    @Autowired
    EventsProbe events;

    @Autowired
    DatabaseClient database;

    @Autowired
    ClientTransactions transactions;

    @Autowired
    SecretBox box;

    @Autowired
    PriceList prices;

    @Autowired
    PriceLists lists;

    private final UUID client = UUID.randomUUID();
    private final List<String> answers = new ArrayList<>();

    @Test
    void keepsIntegrationsAndTellsOfThemWithoutTheirSecrets(CapturedOutput output) {
        JsonNode made = created(openAi("first"));
        String id = made.path("id").asText();
        String path = INTEGRATIONS + "/" + id;

        assertThat(made.path("credentials_set").booleanValue()).isTrue();
        assertThat(made.path("credentials_key_id").asText()).isEqualTo("test");
        assertThat(made.has("credentials")).isFalse();
        assertThat(get(path).path("model_config").path("model").asText()).isEqualTo("gpt-4o-mini");
        Event<ClientConfigured> told = configured("integration/" + id, 1);
        String sealed = String.valueOf(told.payload().values().get("credentials"));
        assertThat(box.open(sealed, "integration/" + id)).isEqualTo("{\"api_key\":\"" + SECRET + "\"}");

        patch(path, "{'name': 'renamed', 'active': false, 'performance_config': {'timeout_ms': 2000}}");
        assertThat(get(path).path("credentials_set").booleanValue()).isTrue();
        assertThat(configured("integration/" + id, 2).payload().values())
                .containsEntry("name", "renamed")
                .containsEntry("active", false)
                .containsEntry("performance_config", Map.of("timeout_ms", 2000));
        refused(HttpMethod.PATCH, path, "{'base_url': 'http://127.0.0.1:9/v1'}", 422, "credentials");
        patch(path, "{'credentials': null}");
        assertThat(get(path).path("credentials_set").booleanValue()).isFalse();

        call(HttpMethod.DELETE, path, null, 204, client, Role.ADMIN);
        call(HttpMethod.GET, path, null, 404, client, Role.ADMIN);
        await().untilAsserted(() -> assertThat(events.records(Topic.CONFIGURATION.topicName()))
                .anyMatch(record -> (client + "/integration/" + id).equals(record.key()) && record.value() == null));

        JsonNode history = get("/api/v1/audit/configuration?kind=integration");
        assertThat(history.path("items"))
                .extracting(entry -> entry.path("action").asText())
                .containsExactly("deleted", "changed", "changed", "created");
        assertThat(history.path("items").get(2).path("before").path("name").asText())
                .isEqualTo("first");
        assertThat(history.path("items").get(2).path("after").path("name").asText())
                .isEqualTo("renamed");
        assertThat(history.path("items").get(1).path("credentials_changed").booleanValue())
                .isTrue();
        assertNowhere(SECRET, output);
        assertThat(answers).noneMatch(answer -> answer.contains(sealed));
        assertThat(output.getAll()).doesNotContain(sealed);
    }

    @Test
    void keepsClientsApartAndWritingToAdmins() {
        String id = created(openAi("mine")).path("id").asText();
        UUID stranger = UUID.randomUUID();
        String path = INTEGRATIONS + "/" + id;

        call(HttpMethod.GET, path, null, 404, stranger, Role.ADMIN);
        call(HttpMethod.PATCH, path, "{'name': 'theirs'}", 404, stranger, Role.ADMIN);
        call(HttpMethod.DELETE, path, null, 404, stranger, Role.ADMIN);
        assertThat(call(HttpMethod.GET, INTEGRATIONS, null, 200, stranger, Role.VIEWER)
                        .path("items"))
                .isEmpty();
        assertThat(call(HttpMethod.GET, "/api/v1/audit/configuration", null, 200, stranger, Role.ADMIN)
                        .path("items"))
                .isEmpty();
        refused(
                HttpMethod.POST,
                INTEGRATIONS,
                openAi("x", "'fallback_integration_id': '" + id + "'"),
                422,
                "fallback_integration_id",
                stranger);
        refused(
                HttpMethod.PUT,
                "/api/v1/ai/configuration/models",
                "{'values': {'chat': '" + id + "'}}",
                422,
                "values.chat",
                stranger);

        assertThat(call(HttpMethod.GET, path, null, 200, client, Role.VIEWER)
                        .path("name")
                        .asText())
                .isEqualTo("mine");
        call(HttpMethod.POST, INTEGRATIONS, openAi("no"), 403, client, Role.MEMBER);
        call(HttpMethod.PUT, "/api/v1/ai/configuration/features", "{'values': {}}", 403, client, Role.MEMBER);
        call(HttpMethod.GET, "/api/v1/audit/configuration", null, 403, client, Role.MEMBER);
        call(HttpMethod.POST, INTEGRATIONS + "/rotate-credentials", "{}", 403, client, Role.ADMIN);
        call(HttpMethod.PUT, "/api/v1/ai/prices", "{'prices': []}", 403, client, Role.ADMIN);
    }

    @Test
    void pagesThroughIntegrations() {
        for (int i = 0; i < 5; i++) {
            created(openAi("page " + i));
        }

        JsonNode first = get(INTEGRATIONS + "?limit=3");
        JsonNode rest = get(
                INTEGRATIONS + "?limit=3&cursor=" + first.path("next_cursor").asText());

        assertThat(first.path("items"))
                .extracting(item -> item.path("name").asText())
                .containsExactly("page 4", "page 3", "page 2");
        assertThat(rest.path("items"))
                .extracting(item -> item.path("name").asText())
                .containsExactly("page 1", "page 0");
        assertThat(rest.path("next_cursor").isNull()).isTrue();
    }

    @Test
    void refusesWhatCannotWork() {
        String first = created(openAi("a")).path("id").asText();
        String second = created(openAi("b", "'fallback_integration_id': '" + first + "'"))
                .path("id")
                .asText();
        String third = created(openAi("c", "'fallback_integration_id': '" + second + "'"))
                .path("id")
                .asText();

        refused(
                HttpMethod.PATCH,
                INTEGRATIONS + "/" + first,
                "{'fallback_integration_id': '" + third + "'}",
                422,
                "fallback_integration_id");
        refused(
                HttpMethod.PATCH,
                INTEGRATIONS + "/" + first,
                "{'fallback_integration_id': '" + first + "'}",
                422,
                "fallback_integration_id");
        assertThat(call(HttpMethod.DELETE, INTEGRATIONS + "/" + first, null, 409, client, Role.ADMIN)
                        .path("detail")
                        .asText())
                .contains("integration \"b\" falls back to it");
        assertThat(call(HttpMethod.POST, INTEGRATIONS, openAi("A"), 409, client, Role.ADMIN)
                        .path("detail")
                        .asText())
                .contains("named \"A\"");

        refused(HttpMethod.POST, INTEGRATIONS, "{'type': 'openai', 'subtype': 'llm'}", 400, "name");
        refused(HttpMethod.POST, INTEGRATIONS, "[]", 400, "body");
        refused(
                HttpMethod.POST,
                INTEGRATIONS,
                openAi("d", "'model_config': {'temperature': 9}"),
                400,
                "model_config.temperature");
        refused(HttpMethod.POST, INTEGRATIONS, openAi("d", "'colour': 'red'"), 400, "colour");
        refused(HttpMethod.PATCH, INTEGRATIONS + "/" + first, "{'type': 'gemini'}", 400, "type");
        for (String inside : List.of(
                "http://169.254.169.254/latest/meta-data/",
                "http://10.0.0.1/v1",
                "http://[::1]:11434/v1",
                "http://[::ffff:10.1.1.1]/",
                "http://127.0.0.2:5432/",
                "file:///etc/passwd",
                "https://me:pw@example.org/",
                "https://no-such-host.invalid/v1")) {
            refused(HttpMethod.POST, INTEGRATIONS, openAi("e", "'base_url': '" + inside + "'"), 422, "base_url");
        }
        assertThat(get(INTEGRATIONS).path("items")).hasSize(3);
    }

    @Test
    void sealsAgainWhatAnOlderKeySealed(CapturedOutput output) {
        String id = created(openAi("old")).path("id").asText();
        String broken = created(openAi("broken")).path("id").asText();
        SecretBox older = new SecretBox(Map.of("retired", RETIRED_KEY), "retired");
        store(id, older.seal("{\"api_key\":\"" + SECRET + "\"}", "integration/" + id));
        store(broken, older.seal("{\"api_key\":\"" + SECRET + "\"}", "integration/of-another"));
        assertThat(get(INTEGRATIONS + "/" + id).path("credentials_key_id").asText())
                .isEqualTo("retired");

        JsonNode rotated = call(
                HttpMethod.POST, INTEGRATIONS + "/rotate-credentials", "{}", 200, UUID.randomUUID(), Role.OPERATOR);

        assertThat(rotated.path("active_key_id").asText()).isEqualTo("test");
        assertThat(rotated.path("resealed").asInt()).isEqualTo(1);
        assertThat(rotated.path("unopened")).extracting(JsonNode::asText).containsExactly(broken);
        assertThat(get(INTEGRATIONS + "/" + id).path("credentials_key_id").asText())
                .isEqualTo("test");
        String sealed = String.valueOf(
                configured("integration/" + id, 2).payload().values().get("credentials"));
        assertThat(SecretBox.keyIdOf(sealed)).isEqualTo("test");
        assertThat(box.open(sealed, "integration/" + id)).contains(SECRET);
        assertThat(get("/api/v1/audit/configuration")
                        .path("items")
                        .get(0)
                        .path("action")
                        .asText())
                .isEqualTo("credentials_rotated");
        call(HttpMethod.DELETE, INTEGRATIONS + "/" + broken, null, 204, client, Role.ADMIN);
        assertNowhere(SECRET, output);
    }

    @Test
    void keepsSettingsWithTheirVersions() {
        String policies = "/api/v1/ai/configuration/policies";
        JsonNode before = get(policies);
        assertThat(before.path("version").asInt()).isZero();
        assertThat(before.path("values").path("on_limit").asText()).isEqualTo("block");

        put(policies, "{'values': {'on_limit': 'degrade'}, 'version': 0}");
        assertThat(get(policies).path("values").path("unknown_price").asText()).isEqualTo("flag");
        assertThat(configured("configuration/policies", 1).payload().values())
                .containsEntry("on_limit", "degrade")
                .containsEntry("fallback_to_local", true);

        JsonNode late = call(
                HttpMethod.PUT, policies, "{'values': {'on_limit': 'block'}, 'version': 0}", 409, client, Role.ADMIN);
        assertThat(late.path("version").asInt()).isEqualTo(1);
        http.put()
                .uri(policies)
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .header("If-Match", "\"1\"")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue("{\"values\": {\"on_limit\": \"block\"}}")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"2\"");

        refused(HttpMethod.PUT, policies, "{'values': {'on_limit': 'shrug'}}", 400, "values.on_limit");
        refused(HttpMethod.PUT, policies, "{'version': 2}", 400, "values");
        call(HttpMethod.GET, "/api/v1/ai/configuration/weather", null, 404, client, Role.ADMIN);
        call(HttpMethod.GET, "/api/v1/ai/preferences/policies", null, 404, client, Role.ADMIN);
        put("/api/v1/ai/preferences/agent_config", "{'values': {'max_insights': 5}}");
        assertThat(configured("preference/agent_config", 1).payload().values()).containsEntry("max_insights", 5);

        String llm = created(openAi("chat")).path("id").asText();
        refused(
                HttpMethod.PUT,
                "/api/v1/ai/configuration/models",
                "{'values': {'embedding': '" + llm + "'}}",
                422,
                "values.embedding");
        put("/api/v1/ai/configuration/models", "{'values': {'chat': '" + llm + "'}}");
        assertThat(call(HttpMethod.DELETE, INTEGRATIONS + "/" + llm, null, 409, client, Role.ADMIN)
                        .path("detail")
                        .asText())
                .contains("configuration/models names it for chat");
        assertThat(get("/api/v1/audit/configuration?kind=configuration/policies")
                        .path("items"))
                .hasSize(2);
    }

    @Test
    void namesNoIntegrationThatIsBeingDeleted() throws SQLException {
        String id = created(openAi("doomed")).path("id").asText();
        CompletableFuture<JsonNode> naming;
        try (Connection other = TestDatabase.shared().asAdmin();
                Statement deletion = other.createStatement()) {
            other.setAutoCommit(false);
            deletion.execute("select pg_advisory_xact_lock(hashtext('integrations'), hashtext('" + client + "'))");
            deletion.execute("delete from usage.integration where id = '" + id + "'");
            naming = CompletableFuture.supplyAsync(() -> call(
                    HttpMethod.PUT,
                    "/api/v1/ai/configuration/models",
                    "{'values': {'chat': '" + id + "'}}",
                    422,
                    client,
                    Role.ADMIN));
            await().until(() -> waits(deletion) || naming.isDone());
            other.commit();
        }

        assertThat(naming.join().at("/errors/0/field").asText()).isEqualTo("values.chat");
    }

    private static boolean waits(Statement statement) throws SQLException {
        try (ResultSet waiting =
                statement.executeQuery("select count(*) from pg_locks where locktype = 'advisory' and not granted")) {
            waiting.next();
            return waiting.getInt(1) > 0;
        }
    }

    @Test
    void importsBesideWhatAnotherInstanceHasJustChanged() {
        String path = "/api/v1/ai/prices";
        String others = "others-" + UUID.randomUUID();
        String imported = "imported-" + UUID.randomUUID();
        database.sql("with revision as (insert into price_revision (origin, content, created_at, created_by) values"
                        + " ('operator', 'of another instance', clock_timestamp(), 'somebody') returning revision)"
                        + " insert into price (revision, provider, model, effective_from, input, source, confidence)"
                        + " select revision, 'openai', $1, '2026-01-01', 1, 'contract', 'verified' from revision")
                .bind(0, others)
                .fetch()
                .rowsUpdated()
                .block();

        call(
                HttpMethod.POST,
                path + "/import",
                "{'" + imported + "': {'litellm_provider': 'openai', 'mode': 'chat', 'input_cost_per_token': 1.5e-07,"
                        + " 'output_cost_per_token': 6e-07}}",
                200,
                client,
                Role.OPERATOR);

        assertThat(get(path + "?model=" + imported).path("items")).hasSize(1);
        assertThat(get(path + "?model=" + others).path("items")).hasSize(1);
        call(HttpMethod.PUT, path, "{'prices': []}", 200, client, Role.OPERATOR);
    }

    @Test
    void pricesByListsThatAreAddedToAndNeverChanged() {
        String path = "/api/v1/ai/prices";
        String model = "model-" + UUID.randomUUID();
        String before =
                get(path + "?provider=openai&model=gpt-4o").path("version").asText();
        assertThat(get(path + "?provider=openai&model=gpt-4o")
                        .path("items")
                        .get(0)
                        .path("input")
                        .asText())
                .isEqualTo("2.5000000000");

        refused(
                HttpMethod.PUT,
                path,
                "{'prices': [{'provider': 'openai', 'model': 'x', 'effective_from': '2026-01-01',"
                        + " 'input': '1e3'}]}",
                400,
                "prices[0].input",
                Role.OPERATOR);
        JsonNode after = call(
                HttpMethod.PUT,
                path,
                "{'note': 'contract', 'prices': [{'provider': 'openai', 'model': '" + model
                        + "', 'effective_from': '2026-01-01', 'input': '0.0000000001', 'output': '3'}]}",
                200,
                client,
                Role.OPERATOR);
        String version = after.path("version").asText();

        assertThat(version).isNotEqualTo(before);
        JsonNode own = get(path + "?model=" + model).path("items").get(0);
        assertThat(own.path("input").asText()).isEqualTo("0.0000000001");
        assertThat(own.path("origin").asText()).isEqualTo("operator");
        assertThat(prices.inForce("openai", model, Instant.parse("2026-02-01T00:00:00Z")))
                .isPresent();
        assertThat(get(path + "?model=" + model + "&version=" + before).path("items"))
                .isEmpty();
        assertThat(lists.at(before).map(PriceList::version).block()).isEqualTo(before);
        call(HttpMethod.GET, path + "?version=9999999-x", null, 404, client, Role.VIEWER);

        String map = "{'openai-" + model + "': {'litellm_provider': 'openai', 'mode': 'chat', 'input_cost_per_token':"
                + " 1.5e-07, 'output_cost_per_token': 6e-07}, 'dall-e': {'litellm_provider': 'openai', 'mode': 'image'}}";
        JsonNode preview = call(HttpMethod.POST, path + "/import?dry_run=true", map, 200, client, Role.OPERATOR);
        assertThat(preview.path("added").asInt()).isEqualTo(1);
        assertThat(preview.path("skipped_count").asInt()).isEqualTo(1);
        assertThat(prices.version()).isEqualTo(version);
        call(HttpMethod.POST, path + "/import?effective_from=2026-01-01", map, 200, client, Role.OPERATOR);
        assertThat(get(path + "?model=openai-" + model)
                        .path("items")
                        .get(0)
                        .path("output")
                        .asText())
                .isEqualTo("0.6000000000");
        assertThat(get(path + "?model=" + model).path("items")).hasSize(1);
        refused(HttpMethod.POST, path + "/import", "[1]", 400, "body", Role.OPERATOR);
        refused(
                HttpMethod.POST,
                path + "/import?effective_from=%2B99999-01-01",
                map,
                400,
                "effective_from",
                Role.OPERATOR);

        assertThat(database.sql("update price set input = 0")
                        .fetch()
                        .rowsUpdated()
                        .materialize()
                        .block())
                .satisfies(signal -> assertThat(signal.isOnError()).isTrue());
        call(HttpMethod.PUT, path, "{'prices': []}", 200, client, Role.OPERATOR);
    }

    @Test
    void offersModelsWithWhatTheyCost() {
        created("{'type': 'openai_compatible', 'subtype': 'embedding', 'name': 'own', 'base_url':"
                + " 'http://127.0.0.1:9/v1', 'model_config': {'model': 'bge-m3', 'dimensions': 1024}}");

        JsonNode models = call(
                        HttpMethod.POST,
                        "/api/v1/ai/models/available",
                        "{'capabilities': ['embedding']}",
                        200,
                        client,
                        Role.VIEWER)
                .path("items");

        assertThat(models)
                .extracting(model -> model.path("name").asText())
                .containsExactly("all-minilm-l6-v2", "bge-m3");
        assertThat(models.get(0).path("price_status").asText()).isEqualTo("free");
        assertThat(models.get(1).path("price_status").asText()).isEqualTo("unknown");
        assertThat(models.get(1).path("price").isNull()).isTrue();
        assertThat(models.get(1).path("dimensions").asInt()).isEqualTo(1024);
        assertThat(get("/api/v1/ai/models").path("items")).hasSize(3);
        refused(HttpMethod.POST, "/api/v1/ai/models/available", "{'capabilities': ['flying']}", 400, "capabilities");
    }

    @Test
    void triesWhatWasConfiguredAndSaysWhatToDoAboutIt(CapturedOutput output) throws IOException {
        try (StubProvider provider = new StubProvider()) {
            JsonNode ok = tried("llm", provider.url("good"), "");
            assertThat(ok.path("ok").booleanValue()).isTrue();
            assertThat(ok.path("model").asText()).isEqualTo("served-model");
            assertThat(ok.path("sample").asText()).isEqualTo("Blue. Your key is ***");
            assertThat(ok.path("error").isNull()).isTrue();
            assertThat(provider.asked()).containsExactly("/good/chat/completions");
            Event<AiUsageObserved> observed = events.await(
                            AiUsageObserved.class,
                            event -> event.clientId().value().equals(client))
                    .get(0);
            assertThat(observed.payload().operation()).isEqualTo("trial");
            assertThat(observed.payload().inputTokens()).isEqualTo(21);
            assertThat(observed.payload().outputTokens()).isEqualTo(3);
            assertThat(tried("embedding", provider.url("good"), "")
                            .path("sample")
                            .asText())
                    .isEqualTo("[0.6, 0.8, ...] 2 numbers");

            assertThat(error("embedding", provider.url("good"), "'dimensions': 3"))
                    .isEqualTo("the model makes vectors of 2 numbers, and model_config.dimensions says 3");
            assertThat(error("embedding", provider.url("zeros"), "")).contains("a vector of zeros");
            assertThat(error("llm", provider.url("401"), "")).contains("does not accept the API key (HTTP 401)");
            assertThat(error("llm", provider.url("404"), ""))
                    .contains("knows no model \"m\" at 127.0.0.1:" + provider.port());
            assertThat(error("llm", provider.url("429"), "")).contains("asks to wait");
            assertThat(error("llm", provider.url("503"), "")).contains("is in trouble (HTTP 503)");
            assertThat(error("llm", provider.url("302"), "")).contains("leads elsewhere");
            assertThat(error("embedding", provider.url("html"), "")).contains("it is HTML, not JSON");
            assertThat(error("llm", provider.url("html"), "")).contains("cannot be used");
            assertThat(error("llm", provider.url("silent"), "")).contains("did not answer within 500 ms");
            assertThat(error("llm", provider.url("good").replace("http:", "https:"), ""))
                    .contains("or does not speak TLS there");
        }
        assertThat(error("llm", "http://127.0.0.1:1/v1", "")).contains("nobody listens at 127.0.0.1:1");
        String local = created("{'type': 'local', 'subtype': 'embedding', 'name': 'here'}")
                .path("id")
                .asText();
        call(HttpMethod.POST, INTEGRATIONS + "/" + local + "/test", "{}", 422, client, Role.ADMIN);
        call(HttpMethod.POST, INTEGRATIONS + "/" + local + "/test", "{}", 404, UUID.randomUUID(), Role.ADMIN);
        call(HttpMethod.POST, INTEGRATIONS + "/" + local + "/test", "{}", 403, client, Role.MEMBER);
        assertNowhere(SECRET, output);
    }

    private String error(String subtype, String url, String model) {
        JsonNode result = tried(subtype, url, model);
        assertThat(result.path("ok").booleanValue()).isFalse();
        assertThat(result.path("model").isNull()).isTrue();
        return result.path("error").asText();
    }

    private JsonNode tried(String subtype, String url, String model) {
        String id = created("{'type': 'openai_compatible', 'subtype': '" + subtype + "', 'name': '" + UUID.randomUUID()
                        + "', 'base_url': '" + url + "', 'credentials': {'api_key': '" + SECRET
                        + "'}, 'performance_config': {'timeout_ms': " + (url.endsWith("silent") ? 500 : 9_000)
                        + "}, 'model_config': {'model': 'm'"
                        + (model.isEmpty() ? "" : ", " + model) + "}}")
                .path("id")
                .asText();
        return call(HttpMethod.POST, INTEGRATIONS + "/" + id + "/test", "{}", 200, client, Role.ADMIN);
    }

    private static String openAi(String name, String... more) {
        String extra = more.length == 0 ? "" : ", " + String.join(", ", more);
        String model = extra.contains("model_config") ? "" : ", 'model_config': {'model': 'gpt-4o-mini'}";
        return "{'type': 'openai', 'subtype': 'llm', 'name': '" + name + "', 'credentials': {'api_key': '" + SECRET
                + "'}" + model + extra + "}";
    }

    private JsonNode created(String body) {
        return call(HttpMethod.POST, INTEGRATIONS, body, 201, client, Role.ADMIN);
    }

    private JsonNode get(String path) {
        return call(HttpMethod.GET, path, null, 200, client, Role.ADMIN);
    }

    private void patch(String path, String body) {
        call(HttpMethod.PATCH, path, body, 200, client, Role.ADMIN);
    }

    private void put(String path, String body) {
        call(HttpMethod.PUT, path, body, 200, client, Role.ADMIN);
    }

    private void refused(HttpMethod method, String path, String body, int status, String field) {
        refused(method, path, body, status, field, client);
    }

    private void refused(HttpMethod method, String path, String body, int status, String field, UUID owner) {
        assertThat(call(method, path, body, status, owner, Role.ADMIN).path("errors"))
                .as("errors of %s", body)
                .extracting(error -> error.path("field").asText())
                .contains(field);
    }

    private void refused(HttpMethod method, String path, String body, int status, String field, Role role) {
        assertThat(call(method, path, body, status, client, role).path("errors"))
                .extracting(error -> error.path("field").asText())
                .contains(field);
    }

    private JsonNode call(HttpMethod method, String path, String body, int status, UUID owner, Role role) {
        WebTestClient.RequestBodySpec request =
                http.method(method).uri(path).header("Authorization", TestTokens.bearer(owner, role));
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(body.replace('\'', '"'));
        }
        EntityExchangeResult<byte[]> result = request.exchange().expectBody().returnResult();
        byte[] bytes = result.getResponseBody();
        String answer = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
        answers.add(answer);
        assertThat(result.getStatus().value())
                .as("%s %s %s: %s", method, path, body, answer)
                .isEqualTo(status);
        try {
            return answer.isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer);
        } catch (JsonProcessingException e) {
            throw new AssertionError(answer, e);
        }
    }

    private Event<ClientConfigured> configured(String kind, long version) {
        return events.await(
                        ClientConfigured.class,
                        event -> event.clientId().value().equals(client)
                                && event.payload().kind().equals(kind)
                                && event.payload().version() == version)
                .get(0);
    }

    private void store(String id, String sealed) {
        transactions
                .inClient(
                        client,
                        database.sql("update integration set credentials = $1 where id = $2")
                                .bind(0, sealed)
                                .bind(1, UUID.fromString(id))
                                .fetch()
                                .rowsUpdated())
                .block(Duration.ofSeconds(10));
    }

    private void assertNowhere(String secret, CapturedOutput output) {
        assertThat(answers).noneMatch(answer -> answer.contains(secret));
        assertThat(output.getAll()).doesNotContain(secret);
        assertThat(events.records(Topic.CONFIGURATION.topicName()))
                .filteredOn(record -> record.value() != null)
                .noneMatch(record -> new String(record.value(), StandardCharsets.UTF_8).contains(secret));
    }
}
