package dev.colophon.etl.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Sources of type github through the API, down to the database and the topic. */
@ColophonTest
@DirtiesContext // its workers must not take up what other tests ask for
class GitHubSourceIT {

    private static final Logger log = LoggerFactory.getLogger(GitHubSourceIT.class);
    private static final String SECRET = "It's a Secret to Everybody";

    @Autowired
    WebTestClient http;

    @Autowired
    EventsProbe events;

    private final UUID client = UUID.randomUUID();
    private final UUID project = UUID.randomUUID();
    private GitHubStub stub;

    @BeforeEach
    void start() throws Exception {
        stub = new GitHubStub();
        events.publish(new ProjectCreated(new ClientId(client), project, "p", null, null, true, Instant.now()));
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    @Test
    void capturesEverythingThatWasRecordedOnce() throws Exception {
        RecordedGitHub recorded = new RecordedGitHub(stub);
        recorded.loadThreads();
        recorded.loadCommits();
        int all = recorded.threads.size() + recorded.commits.size();
        String source = create();

        JsonNode first = sync(source, false);
        JsonNode second = sync(source, false);
        JsonNode full = sync(source, true);

        tell("recorded", first);
        assertThat(first.path("status").asText()).isEqualTo("succeeded");
        assertThat(first.path("items_captured").asInt()).isEqualTo(all);
        assertThat(first.path("items_failed").asInt()).isZero();
        assertThat(second.path("items_captured").asInt()).isZero();
        assertThat(full.path("items_unchanged").asInt()).isEqualTo(all);
        assertThat(full.path("items_captured").asInt()).isZero();
        assertThat(full.path("items_removed").asInt()).isZero();
        List<Event<ItemCaptured>> captured = events.awaitAtLeast(
                all,
                ItemCaptured.class,
                event -> isOurs(event) && event.payload().part() == 1);
        assertThat(captured).hasSize(all);
        assertThat(captured).extracting(event -> event.payload().itemId()).doesNotHaveDuplicates();
    }

    @Test
    void hearsAndPollsOneVersionOfOneChange() throws Exception {
        StubRepository repository = stub.repository("octo/repo");
        repository.issue(1, "2026-01-01T00:00:00Z");
        repository.issue(2, "2026-01-01T00:00:00Z");
        String source = create();
        sync(source, false);
        ObjectNode changed = repository.issue(1, "2026-01-02T00:00:00Z").put("title", "Changed");
        String body = event(repository, "edited", changed);

        assertThat(deliver(source, "d1", signature(body), body)).isEqualTo(202);
        List<Event<ItemCaptured>> heard = events.awaitAtLeast(
                2,
                ItemCaptured.class,
                event -> isOurs(event) && event.payload().externalId().equals("octo/repo#1"));
        JsonNode polled = sync(source, false);
        assertThat(deliver(source, "d1", signature(body), body)).isEqualTo(202);

        assertThat(polled.path("items_captured").asInt()).isZero();
        assertThat(heard)
                .extracting(event -> event.payload().version())
                .containsExactlyInAnyOrder(
                        Instant.parse("2026-01-01T00:00:00Z").toEpochMilli(),
                        Instant.parse("2026-01-02T00:00:00Z").toEpochMilli());
        assertThat(deliver(source, "d2", signature(body).substring(0, 70), body))
                .isEqualTo(401);
        assertThat(deliver(source, "d3", signature(body), body + " ")).isEqualTo(401);
        assertThat(deliver(source, "d4", null, body)).isEqualTo(401);

        String gone = event(repository, "deleted", repository.issues.remove(2));
        assertThat(deliver(source, "d5", signature(gone), gone)).isEqualTo(202);
        events.awaitAtLeast(
                1,
                ItemRemoved.class,
                event -> event.payload().clientId().value().equals(client));
        assertThat(events.all(ItemCaptured.class, this::isOurs))
                .as("nothing twice")
                .hasSize(3);
    }

    @Test
    void captures1000ThreadsAndSaysHowFast() {
        StubRepository repository = stub.repository("octo/large");
        int count = Integer.getInteger("colophon.github.threads", 1_000);
        for (int number = 1; number <= count; number++) {
            String updated =
                    Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number).toString();
            String body = ("The *shelf* is `empty`, see [the manual](https://m.example/" + number + "). ").repeat(20);
            if (number % 3 == 0) {
                repository.pull(number, updated).put("body", body);
            } else {
                repository.issue(number, updated).put("body", body);
            }
            if (number % 5 == 0) {
                repository.comment(number, "bob", "Yes, **empty** here too.");
            }
        }
        String source = create();

        JsonNode run = sync(source, false);

        assertThat(run.path("items_captured").asInt()).isEqualTo(count);
        tell(count + " threads", run);
    }

    private void tell(String what, JsonNode run) {
        long took = Duration.between(
                        Instant.parse(run.path("started_at").asText()),
                        Instant.parse(run.path("finished_at").asText()))
                .toMillis();
        int items = run.path("items_captured").asInt();
        log.info(
                "{}: {} items in {} calls and {} ms: {} a second",
                what,
                items,
                stub.calls.size(),
                took,
                items * 1000L / took);
    }

    private boolean isOurs(Event<ItemCaptured> event) {
        return event.payload().clientId().value().equals(client);
    }

    private static String event(StubRepository repository, String action, ObjectNode issue) throws Exception {
        ObjectNode body = StubRepository.JSON.createObjectNode().put("action", action);
        body.set("issue", repository.shown(issue));
        body.set("repository", repository.json());
        return StubRepository.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(body);
    }

    private static String signature(String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    private int deliver(String source, String delivery, @Nullable String signature, String body) {
        return http.post()
                .uri("/api/v1/webhooks/github/" + source)
                .headers(headers -> {
                    headers.set("X-GitHub-Event", "issues");
                    headers.set("X-GitHub-Delivery", delivery);
                    if (signature != null) {
                        headers.set("X-Hub-Signature-256", signature);
                    }
                })
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body.getBytes(StandardCharsets.UTF_8))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }

    private String create() {
        ObjectNode body = StubRepository.JSON
                .createObjectNode()
                .put("type", "github")
                .put("name", "Library")
                .put("project_id", project.toString());
        ObjectNode config = body.putObject("config").put("base_url", stub.base().toString());
        stub.repositories.keySet().forEach(config.withArray("repositories")::add);
        body.putObject("credentials").put("token", stub.token).put("webhook_secret", SECRET);
        JsonNode source = post("/api/v1/sources", body);
        assertThat(source.toString()).doesNotContain(stub.token).doesNotContain(SECRET);
        String id = source.path("id").asText();
        assertThat(post("/api/v1/sources/" + id + "/test", StubRepository.JSON.createObjectNode())
                        .path("ok")
                        .asBoolean())
                .isTrue();
        stub.calls.clear();
        return id;
    }

    private JsonNode sync(String source, boolean full) {
        ObjectNode body = StubRepository.JSON.createObjectNode().put("full", full);
        String run =
                post("/api/v1/sources/" + source + "/sync", body).path("id").asText();
        String path = "/api/v1/sources/" + source + "/runs/" + run;
        await().atMost(Duration.ofMinutes(3)).until(() -> get(path).hasNonNull("finished_at"));
        return get(path);
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
