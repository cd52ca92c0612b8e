package dev.colophon.etl.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.RemoteHttp;
import dev.colophon.etl.source.ConnectedSources;
import dev.colophon.events.ClientId;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.SharedData;
import dev.colophon.testing.TestDatabase;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Sources of type jira through the API, down to the database and the topic. */
@ColophonTest
@DirtiesContext // its workers must not take up what other tests ask for
class JiraSourceIT {

    private static final String ID = "X-Atlassian-Webhook-Identifier";
    private static final Logger log = LoggerFactory.getLogger(JiraSourceIT.class);

    @Autowired
    WebTestClient http;

    @Autowired
    EventsProbe events;

    @Autowired
    DatabaseClient database;

    @Autowired
    ClientTransactions transactions;

    @Autowired
    ConnectedSources connected;

    @Autowired
    RemoteHttp remote;

    @Autowired
    Clock clock;

    private final UUID client = UUID.randomUUID();
    private final UUID project = UUID.randomUUID();
    private JiraStub jira;

    @BeforeEach
    void start() throws IOException {
        jira = JiraStub.dataCenter();
        events.publish(new ProjectCreated(new ClientId(client), project, "p", null, null, true, Instant.now()));
    }

    @AfterEach
    void stop() {
        jira.close();
    }

    @Test
    void capturesAllRecordedIssuesOnceAndThenOnlyWhatIsNew() throws Exception {
        for (int page = 1; page <= 5; page++) {
            load("jira/search-v2/page-0" + page + ".json");
        }
        load("jira/search-v3/page-01.json");
        load("jira/search-v3/page-02.json");
        load("jira/search-v3/page-03.json");
        load("jira/cloud-recorded-search.json");
        int all = jira.issues.size();
        String source = create(jira);

        JsonNode first = sync(source, false);
        JsonNode second = sync(source, false);
        jira.update("42037", Instant.now().minusSeconds(5), "Renamed");
        JsonNode third = sync(source, false);
        jira.issues.remove("20102");
        JsonNode full = sync(source, true);

        assertThat(all).isEqualTo(383);
        assertThat(first.path("status").asText()).isEqualTo("succeeded");
        assertThat(first.path("items_captured").asInt()).isEqualTo(383);
        assertThat(first.path("items_failed").asInt()).isZero();
        assertThat(second.path("items_captured").asInt()).isZero();
        assertThat(third.path("items_captured").asInt()).isEqualTo(1);
        assertThat(full.path("items_removed").asInt()).isEqualTo(1);
        assertThat(full.path("items_captured").asInt()).isZero();
        assertThat(full.path("items_unchanged").asInt()).isEqualTo(382);
        try (JiraStub other = JiraStub.dataCenter()) {
            other.load(JiraStub.JSON.readTree(SharedData.require("jira/cloud-recorded-issues-with-changelog.json")
                    .toFile()));
            assertThat(other.issues).hasSize(10); // two of the twelve are recorded twice
            assertThat(sync(create(other), false).path("items_captured").asInt())
                    .isEqualTo(10);
        }
        assertThat(get("/api/v1/items?kind=jira_issue&limit=200&project_id=" + project)
                        .path("items"))
                .hasSize(200);
    }

    @Test
    void keepsWebhooksAliveOfSourcesThatNobodyReadsWhateverFailsForOthers() throws Exception {
        try (JiraStub cloud = JiraStub.cloud()) {
            app(cloud, "refused");
            String source = app(cloud, "known");
            cloud.misbehave("/oauth/token", 1, 401, Map.of(), "{\"error\": \"access_denied\"}");
            WebhookKeeper keeper = keeper(cloud);

            assertThat(keeper.keepAll().block()).isEqualTo(1);
            assertThat(cloud.webhooks).singleElement().satisfies(webhook -> assertThat(
                            webhook.path("url").asText())
                    .startsWith("https://colophon.example/api/v1/webhooks/jira/" + source + "?secret="));

            String soon = OffsetDateTime.now(ZoneOffset.UTC)
                    .plusDays(9)
                    .format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ"));
            cloud.webhooks.get(0).put("expirationDate", soon);
            assertThat(keeper.keepAll().block())
                    .as("Jira takes the other one, too, now")
                    .isEqualTo(2);
            assertThat(cloud.calls)
                    .filteredOn(call -> call.path().endsWith("/webhook/refresh"))
                    .hasSize(1);
        }
    }

    @Test
    void hearsOfChangesByWebhooksThatAreSignedOrNameTheSecret() throws Exception {
        jira.issue("7", "EX-7", Instant.now().minusSeconds(600));
        JsonNode source = connect(jira);
        String id = source.path("id").asText();
        String secret = source.path("webhook").path("secret").asText();
        String url = "/api/v1/webhooks/jira/" + id;
        assertThat(sync(id, false).path("items_captured").asInt()).isEqualTo(1);

        jira.update("7", Instant.now().minusSeconds(60), "Told with a signature");
        byte[] first = delivery("issue_updated", "7");
        assertThat(deliver(url, first, Map.of("X-Hub-Signature", signature(first, secret), ID, "d-1")))
                .isEqualTo("202 accepted");
        assertThat(deliver(url, first, Map.of("X-Hub-Signature", signature(first, secret), ID, "d-1")))
                .isEqualTo("202 seen");
        await().until(() -> titles().contains("EX-7: Told with a signature"));
        assertThat(sync(id, false).path("items_captured").asInt()).isZero();

        jira.update("7", Instant.now().minusSeconds(30), "Told with the secret");
        assertThat(deliver(url + "?secret=" + secret, delivery("comment_created", "7"), Map.of(ID, "d-2")))
                .isEqualTo("202 accepted");
        await().until(() -> titles().contains("EX-7: Told with the secret"));

        jira.issues.remove("7");
        assertThat(deliver(url, delivery("issue_deleted", "7"), Map.of("X-Webhook-Secret", secret)))
                .isEqualTo("202 accepted");
        await().until(() -> titles().isEmpty());

        assertThat(deliver(url, first, Map.of(ID, "d-3"))).startsWith("401");
        assertThat(deliver(url + "?secret=wrong", first, Map.of(ID, "d-3"))).startsWith("401");
        assertThat(deliver(url, new byte[] {'{', '}'}, Map.of("X-Hub-Signature", signature(first, secret))))
                .startsWith("401");
        assertThat(keptHeaders(id)).hasSize(3).noneMatch(headers -> headers.contains(secret));
    }

    @Test
    void captures2000IssuesAndSaysHowFast() {
        Instant start = Instant.parse("2026-11-20T00:00:00Z");
        IntStream.range(0, 2_000).forEach(i -> {
            ObjectNode of = (ObjectNode) jira.issue(String.valueOf(i), "EX-" + i, start.plusSeconds(i))
                    .path("fields");
            of.put(
                    "description",
                    "The *shelf* is {{empty}}, see [the manual|https://m.example/" + i + "]. ".repeat(20));
        });
        String source = create(jira);

        JsonNode run = sync(source, true);

        assertThat(run.path("items_captured").asInt()).isEqualTo(2_000);
        Duration took = Duration.between(
                Instant.parse(run.path("started_at").asText()),
                Instant.parse(run.path("finished_at").asText()));
        log.info("2000 issues in {} ms: {} a second", took.toMillis(), 2_000_000 / Math.max(1, took.toMillis()));
    }

    private void load(String file) throws IOException {
        jira.load(JiraStub.JSON.readTree(SharedData.require(file).toFile()).path("issues"));
    }

    private static byte[] delivery(String event, String id) {
        ObjectNode body = JiraStub.JSON
                .createObjectNode()
                .put("webhookEvent", event.startsWith("comment") ? event : "jira:" + event)
                .put("timestamp", Instant.now().toEpochMilli());
        body.putObject("issue").put("id", id);
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String signature(byte[] body, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    private String deliver(String url, byte[] body, Map<String, String> headers) {
        EntityExchangeResult<JsonNode> answer = http.post()
                .uri(url)
                .headers(all -> headers.forEach(all::set))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(JsonNode.class)
                .returnResult();
        return answer.getStatus().value() + " "
                + answer.getResponseBody().path("status").asText();
    }

    private List<String> titles() {
        return get("/api/v1/items?kind=jira_issue&limit=200&project_id=" + project)
                .path("items")
                .findValuesAsText("title");
    }

    /** As the database keeps them. */
    private static List<String> keptHeaders(String source) throws SQLException {
        List<String> kept = new ArrayList<>();
        try (Connection connection = TestDatabase.shared().asAdmin();
                PreparedStatement select = connection.prepareStatement(
                        "select headers::text from etl.webhook_delivery where source_id = ?::uuid")) {
            select.setString(1, source);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    kept.add(rows.getString(1));
                }
            }
        }
        return kept;
    }

    /** A source that no schedule reads. */
    private String app(JiraStub cloud, String name) {
        ObjectNode body = JiraStub.JSON
                .createObjectNode()
                .put("type", "jira")
                .put("name", name)
                .put("project_id", project.toString());
        body.putObject("config")
                .put("base_url", cloud.url().toString())
                .put("deployment", "cloud")
                .put("register_webhook", true)
                .putArray("projects")
                .add("EX");
        body.putObject("credentials").put("oauth_client_id", name).put("oauth_client_secret", "secret of " + name);
        return post("/api/v1/sources", body).path("id").asText();
    }

    private WebhookKeeper keeper(JiraStub cloud) {
        JiraProperties settings = JiraBench.settings(cloud);
        Jiras jiras =
                new Jiras(remote, new AppTokens(remote, JiraStub.JSON, settings, clock), settings, clock, pause -> {});
        return new WebhookKeeper(database, transactions, connected, jiras, new WebhookCare(settings, clock), settings);
    }

    private String create(JiraStub jira) {
        return connect(jira).path("id").asText();
    }

    private JsonNode connect(JiraStub jira) {
        ObjectNode body = JiraStub.JSON
                .createObjectNode()
                .put("type", "jira")
                .put("name", "Library")
                .put("project_id", project.toString());
        body.putObject("config").put("base_url", jira.url().toString()).put("deployment", "data_center");
        body.putObject("credentials").put("personal_access_token", JiraStub.PAT);
        JsonNode source = post("/api/v1/sources", body);
        assertThat(source.path("credentials").isMissingNode()).isTrue();
        assertThat(source.toString()).doesNotContain(JiraStub.PAT);
        String id = source.path("id").asText();
        assertThat(post("/api/v1/sources/" + id + "/test", JiraStub.JSON.createObjectNode())
                        .path("ok")
                        .asBoolean())
                .isTrue();
        return source;
    }

    private JsonNode sync(String source, boolean full) {
        String run = post(
                        "/api/v1/sources/" + source + "/sync",
                        JiraStub.JSON.createObjectNode().put("full", full))
                .path("id")
                .asText();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> get("/api/v1/sources/" + source + "/runs/" + run).hasNonNull("finished_at"));
        return get("/api/v1/sources/" + source + "/runs/" + run);
    }

    private JsonNode get(String path) {
        return http.get()
                .uri(path)
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private JsonNode post(String path, JsonNode body) {
        return http.post()
                .uri(path)
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .is2xxSuccessful()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }
}
