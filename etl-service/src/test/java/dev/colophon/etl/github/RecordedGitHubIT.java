package dev.colophon.etl.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.RemoteHttp;
import dev.colophon.etl.connector.RemoteProperties;
import dev.colophon.etl.github.api.GitHubClients;
import dev.colophon.etl.github.api.GitHubProperties;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.webhook.WebhookChanges;
import dev.colophon.etl.webhook.WebhookChanges.Removal;
import dev.colophon.etl.webhook.WebhookReader.Verdict;
import dev.colophon.events.item.ItemKind;
import dev.colophon.web.outbound.OutboundUrls;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Everything recorded of GitHub, by polling and by webhooks. */
class RecordedGitHubIT {

    private static final String SECRET = "It's a Secret to Everybody";

    private final TestClock clock = new TestClock(Instant.now());
    private final GitHubProperties settings = new GitHubProperties(
            "2022-11-28", 4, 10_000, Duration.ofMinutes(5), Duration.ofSeconds(60), 5, Duration.ofMinutes(70), 5, 100);
    private final GitHubClients clients = new GitHubClients(
            new RemoteHttp(
                    new OutboundUrls(List.of("127.0.0.1")),
                    new RemoteProperties(
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(20),
                            DataSize.ofMegabytes(32),
                            4,
                            Duration.ofMillis(1))),
            settings,
            clock);
    private final GitHubConnector connector = new GitHubConnector(clients, settings, clock);
    private final GitHubWebhooks webhooks = new GitHubWebhooks(clients, settings);
    private GitHubStub stub;

    @BeforeEach
    void open() throws Exception {
        stub = new GitHubStub();
    }

    @AfterEach
    void close() {
        stub.close();
    }

    private MemoryRun runOverAll() {
        ObjectNode config = StubRepository.JSON
                .createObjectNode()
                .put("base_url", stub.base().toString());
        stub.repositories.keySet().forEach(config.withArray("repositories")::add);
        return new MemoryRun(
                new Connection(
                        new UUID(1, 1),
                        new UUID(2, 2),
                        new UUID(3, 3),
                        connector.checked(config),
                        StubRepository.JSON.createObjectNode().put("token", stub.token)),
                clock);
    }

    @Test
    void capturesEverythingThatWasRecorded() throws Exception {
        RecordedGitHub recorded = new RecordedGitHub(stub);
        recorded.loadThreads();
        recorded.loadCommits();
        MemoryRun run = runOverAll();

        long began = System.nanoTime();
        connector.sync(run);
        double seconds = (System.nanoTime() - began) / 1e9;

        TreeSet<String> expected = new TreeSet<>(recorded.threads);
        expected.addAll(recorded.commits);
        assertThat(run.failures).isEmpty();
        assertThat(expected)
                .filteredOn(key -> !run.items.containsKey(key))
                .as("missing")
                .isEmpty();
        assertThat(run.items.keySet())
                .filteredOn(key -> !expected.contains(key))
                .as("nobody recorded")
                .isEmpty();
        assertThat(run.items.values()).allSatisfy(item -> {
            assertThat(item.title()).isNotBlank().hasSizeLessThanOrEqualTo(200);
            assertThat(item.text()).doesNotContain("\u0000");
        });
        System.out.printf(
                "recorded GitHub: %d repositories, %d issues, %d pull requests, %d commits in %d calls, %.1f s%n",
                stub.repositories.size(),
                run.count(ItemKind.GITHUB_ISSUE),
                run.count(ItemKind.PULL_REQUEST),
                run.count(ItemKind.COMMIT),
                stub.calls.size(),
                seconds);
        assertThat(run.item(ItemKind.COMMIT, "hub4j-test-org/CommitTest@b83812aa76bb7c3c43da96fbf8aec1e45db87624")
                        .attributes())
                .containsEntry("files_changed", "691");

        int once = run.versions.size();
        connector.sync(run.next(false));
        assertThat(run.versions.values().stream().mapToInt(Integer::intValue).sum())
                .as("nothing is captured twice")
                .isEqualTo(once);
        assertThat(run.unchanged).isZero();
    }

    @Test
    void readsTheSameFromAWebhookAsFromAPoll() throws Exception {
        Map<String, List<JsonNode>> bodies = bodies();
        for (String event : List.of("issues", "pull_request")) {
            for (JsonNode body : bodies.get(event)) {
                JsonNode thread = body.path(event.equals("issues") ? "issue" : event);
                boolean pull = event.equals("pull_request") || thread.hasNonNull("pull_request");
                if (!thread.hasNonNull("state") || (pull && event.equals("issues"))) {
                    continue;
                }
                String name = body.at("/repository/full_name").asText();
                stub.repositories.clear();
                stub.repositories.put(
                        name, new StubRepository(body.at("/repository/id").asLong(), name));
                StubRepository repository = stub.repository(name);
                int number = thread.path("number").asInt();
                for (int i = 0; i < thread.path("comments").asInt(); i++) {
                    repository.comment(number, "bob", "Comment " + i);
                }
                for (int i = 0; i < thread.path("review_comments").asInt(); i++) {
                    repository.reviewComment(number, "bob", "README.md", "Remark " + i);
                }
                ObjectNode shown = thread.deepCopy();
                if (pull) {
                    repository.pulls.put(number, thread.deepCopy());
                    shown.putObject("pull_request").put("url", "x");
                }
                repository.issues.put(number, shown);
                MemoryRun run = runOverAll();
                connector.sync(run);

                WebhookChanges changes = read(run, event, body);

                String action = body.path("action").asText();
                if (event.equals("issues") && (action.equals("deleted") || action.equals("transferred"))) {
                    assertThat(changes.items()).isEmpty();
                    assertThat(changes.removals())
                            .containsExactly(new Removal(ItemKind.GITHUB_ISSUE, name + "#" + number));
                } else {
                    assertThat(changes.items()).as(event + " " + action).containsExactlyElementsOf(run.items.values());
                    assertThat(changes.items().get(0).version()).isNotNull();
                }
            }
        }
    }

    @Test
    void understandsEveryRecordedDelivery() throws Exception {
        StubRepository hello = stub.repository("Codertocat/Hello-World");
        hello.issue(1, "2019-05-15T15:20:18Z");
        hello.pull(2, "2019-05-15T15:20:38Z");
        hello.commit("6113728f27ae82c7b1a177c8d03f9e96e0adf246", "2019-05-15T15:19:25Z");
        stub.repository("octo-org/octo-repo").pull(1, "2019-05-15T15:20:38Z");
        stub.repository("hellomouse/GNS").pull(902, "2019-05-15T15:20:38Z");
        MemoryRun run = runOverAll();
        hello.defaultBranch = "master";
        Map<String, String> told = new LinkedHashMap<>();
        int deliveries = 0;
        for (Map.Entry<String, List<JsonNode>> event : bodies().entrySet()) {
            int items = 0;
            int removals = 0;
            for (JsonNode body : event.getValue()) {
                WebhookChanges changes = read(run, event.getKey(), body);
                items += changes.items().size();
                removals += changes.removals().size();
                deliveries++;
            }
            told.put(event.getKey(), items + "/" + removals);
        }

        assertThat(deliveries).isEqualTo(64);
        assertThat(told)
                .containsEntry("ping", "0/0")
                .containsEntry("push", "2/0")
                .containsEntry("issue_comment", "9/0")
                .containsEntry("pull_request", "16/0")
                .containsEntry("pull_request_review", "4/0")
                .containsEntry("pull_request_review_comment", "5/0")
                .containsEntry("issues", "14/2");
    }

    @Test
    void endsWithTheNewestInWhateverOrderDeliveriesCome() throws Exception {
        List<JsonNode> bodies = new ArrayList<>(bodies().get("pull_request"));
        bodies.removeIf(body -> body.path("pull_request").path("number").asInt() != 2);
        StubRepository hello = stub.repository("Codertocat/Hello-World");
        hello.pull(2, "2019-05-15T15:21:18Z");
        MemoryRun run = runOverAll();
        for (int seed = 0; seed < 5; seed++) {
            Collections.shuffle(bodies, new Random(seed));
            run.items.clear();
            for (JsonNode body : bodies) {
                read(run, "pull_request", body).items().forEach(run::capture);
            }
            assertThat(run.items.values())
                    .singleElement()
                    .extracting(ItemDraft::version)
                    .isEqualTo(Instant.parse("2019-05-15T15:21:18Z").toEpochMilli());
        }
    }

    @Test
    void listensToNothingBeyondItsConfiguration() throws Exception {
        stub.repository("octo/repo");
        MemoryRun run = runOverAll();

        for (Map.Entry<String, List<JsonNode>> event : bodies().entrySet()) {
            for (JsonNode body : event.getValue()) {
                assertThat(read(run, event.getKey(), body)).isEqualTo(WebhookChanges.none());
            }
        }
        assertThat(stub.calls).isEmpty();
    }

    @Test
    void verifiesTheBytesAsTheyCame() throws Exception {
        byte[] body = "{ \"action\": \"opened\",\n \"number\":1}".getBytes(StandardCharsets.UTF_8);
        byte[] reserialised = StubRepository.JSON.writeValueAsBytes(StubRepository.JSON.readTree(body));
        String signature = signature(body);

        assertThat(verdict(signature, body)).isEqualTo(Verdict.ACCEPTED);
        assertThat(verdict(signature, reserialised)).isEqualTo(Verdict.WRONG_SIGNATURE);
        assertThat(verdict(signature.substring(0, 40), body)).isEqualTo(Verdict.WRONG_SIGNATURE);
        assertThat(verdict("sha256=" + "0".repeat(64), body)).isEqualTo(Verdict.WRONG_SIGNATURE);
        assertThat(verdict("", body)).isEqualTo(Verdict.MISSING_SIGNATURE);
        assertThat(webhooks.verify(Map.of("x-hub-signature", "sha1=00"), body, SECRET))
                .as("the old signature counts for nothing")
                .isEqualTo(Verdict.MISSING_SIGNATURE);
        assertThat(webhooks.deliveryId(Map.of("x-github-delivery", " 72d3162e-cc78-11e3-81ab-4c9367dc0958 ")))
                .contains("72d3162e-cc78-11e3-81ab-4c9367dc0958");
        assertThat(webhooks.deliveryId(Map.of())).isEmpty();
    }

    private Verdict verdict(String signature, byte[] body) {
        return webhooks.verify(Map.of("x-hub-signature-256", signature), body, SECRET);
    }

    private static String signature(byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    private WebhookChanges read(MemoryRun run, String event, JsonNode body) throws Exception {
        return webhooks.read(
                run.connection(),
                Map.of("x-github-event", event, "content-type", "application/json"),
                StubRepository.JSON.writeValueAsBytes(body));
    }

    private static Map<String, List<JsonNode>> bodies() throws Exception {
        Map<String, List<JsonNode>> bodies = new LinkedHashMap<>();
        for (String event : List.of(
                "ping",
                "push",
                "issues",
                "issue_comment",
                "pull_request",
                "pull_request_review",
                "pull_request_review_comment",
                "pull_request_review_thread")) {
            List<JsonNode> all = new ArrayList<>();
            RecordedGitHub.json("github/webhooks/" + event + ".json").forEach(all::add);
            bodies.put(event, all);
        }
        return bodies;
    }
}
