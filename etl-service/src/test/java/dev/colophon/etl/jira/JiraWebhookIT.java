package dev.colophon.etl.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.etl.webhook.WebhookChanges;
import dev.colophon.etl.webhook.WebhookChanges.Removal;
import dev.colophon.events.item.ItemKind;
import dev.colophon.testing.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Webhooks against a Jira on loopback. */
class JiraWebhookIT {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private JiraStub cloud;
    private JiraStub dataCenter;
    private JiraBench onCloud;
    private JiraBench onDataCenter;

    @BeforeEach
    void start() throws IOException {
        cloud = JiraStub.cloud();
        dataCenter = JiraStub.dataCenter();
        onCloud = new JiraBench(cloud, true);
        onDataCenter = new JiraBench(dataCenter, false);
    }

    @AfterEach
    void stop() {
        cloud.close();
        dataCenter.close();
    }

    @Test
    void makesTheSameVersionOfAnIssueAsARun() throws Exception {
        cloud.issue("10040", "EX-1", NOON.minusSeconds(60));
        dataCenter.issue("10040", "EX-1", NOON.minusSeconds(60));

        for (JiraBench bench : List.of(onCloud, onDataCenter)) {
            RecordingRun run = bench.run();
            bench.connector.sync(run);
            ItemDraft told = read(bench, "issue_updated", "10040").items().get(0);

            assertThat(told).isEqualTo(run.items.get("10040"));
            assertThat(told.version()).isEqualTo(NOON.minusSeconds(60).toEpochMilli());
        }
    }

    @Test
    void looksAtWhatTheSearchHasNotLearnedYet() throws Exception {
        cloud.issue("10040", "EX-1", NOON.minusSeconds(1));
        cloud.notIndexed.add("10040");

        assertThat(read(onCloud, "issue_created", "10040").items()).hasSize(1);
        assertThat(cloud.calls).hasSize(1);
        assertThat(cloud.calls.get(0).body().path("reconcileIssues").toString()).isEqualTo("[10040]");
    }

    @Test
    void endsWithTheNewestHoweverLateADeliveryComes() throws Exception {
        cloud.issue("1", "EX-1", NOON.minusSeconds(60));
        byte[] first = delivery("issue_created", "1");
        cloud.update("1", NOON.minusSeconds(30), "newer");

        WebhookChanges late = onCloud.webhooks.read(connection(onCloud), Map.of(), first);

        assertThat(late.items().get(0).title()).isEqualTo("EX-1: newer");
        assertThat(late.items().get(0).version())
                .isEqualTo(NOON.minusSeconds(30).toEpochMilli());
    }

    @Test
    void removesWhatIsGone() throws Exception {
        List<Removal> gone = List.of(new Removal(ItemKind.JIRA_ISSUE, "9"));

        assertThat(read(onCloud, "issue_deleted", "9").removals()).isEqualTo(gone);
        assertThat(cloud.calls).isEmpty();
        assertThat(read(onCloud, "issue_updated", "9").removals()).isEqualTo(gone);
        assertThat(read(onDataCenter, "issue_updated", "9").removals()).isEqualTo(gone);
    }

    @Test
    void leavesAloneWhatIsNoneOfTheSources() throws Exception {
        cloud.issue("1", "NO-1", NOON);
        ObjectNode config = onCloud.config();
        config.putArray("projects").add("EX");

        WebhookChanges changes =
                onCloud.webhooks.read(onCloud.connection(config), Map.of(), delivery("issue_updated", "1"));

        assertThat(changes).isEqualTo(WebhookChanges.none());
    }

    @Test
    void comesAgainWhenJiraWantsToBeLeftAlone() {
        cloud.misbehave(
                "/search/jql", 1, 429, Map.of("RateLimit-Reason", "jira-quota-tenant-based", "Retry-After", "45"), "");

        SourceFailure failure = catchThrowableOfType(SourceFailure.class, () -> read(onCloud, "issue_updated", "1"));

        assertThat(failure.retriable()).isTrue();
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void readsEveryRecordedDelivery() throws Exception {
        JsonNode recorded =
                JiraStub.JSON.readTree(SharedData.require("jira/webhooks.json").toFile());
        int items = 0;
        int removals = 0;
        for (JsonNode delivery : recorded) {
            JsonNode payload = delivery.path("payload");
            JiraEvents events = JiraEvents.of(payload);
            events.changed().forEach(id -> dataCenter.issue(id, "TES-" + id, NOON));
            WebhookChanges changes = onDataCenter.webhooks.read(
                    connection(onDataCenter), Map.of(), payload.toString().getBytes(StandardCharsets.UTF_8));
            assertThat(changes.items().size() + changes.removals().size())
                    .as(delivery.path("name").asText())
                    .isEqualTo(1);
            items += changes.items().size();
            removals += changes.removals().size();
        }

        assertThat(items).isEqualTo(54);
        assertThat(removals).isEqualTo(1);
    }

    @Test
    void registersRefreshesAndTidiesWebhooks() throws Exception {
        RecordingRun run = app();
        onCloud.connector.sync(run);

        assertThat(cloud.webhooks).hasSize(1);
        assertThat(cloud.webhooks.get(0).path("url").asText())
                .isEqualTo("https://colophon.example/api/v1/webhooks/jira/" + JiraBench.SOURCE
                        + "?secret=proves+it+%26+more");
        assertThat(cloud.webhooks.get(0).path("jqlFilter").asText()).isEqualTo("project in (\"EX\")");
        assertThat(run.cursor().path("webhook").path("state").asText()).startsWith("registered until 2026-12-21");

        cloud.webhooks.get(0).put("expirationDate", "2026-12-19T12:00:00.000+0000");
        cloud.webhooks.add(cloud.webhooks.get(0).deepCopy().put("id", 1007));
        onCloud.connector.sync(run.next());

        assertThat(cloud.webhooks).hasSize(1);
        assertThat(calls("PUT")).isEmpty();

        cloud.webhooks.get(0).put("expirationDate", "2026-11-29T12:00:00.000+0000");
        onCloud.connector.sync(run.next());

        assertThat(cloud.webhooks).hasSize(1);
        assertThat(calls("PUT")).hasSize(1);
        assertThat(calls("POST"))
                .filteredOn(call -> call.path().endsWith("/webhook"))
                .hasSize(1);
        assertThat(cloud.calls)
                .filteredOn(call -> call.path().equals("/oauth/token"))
                .hasSize(1);
    }

    /** As registered before addresses had a secret, or before the secret was another. */
    @Test
    void putsWebhooksWithItsSecretInPlaceOfOthers() throws Exception {
        RecordingRun run = app();
        onCloud.connector.sync(run);
        String address = cloud.webhooks.get(0).path("url").asText();
        cloud.webhooks.get(0).put("url", address.replaceFirst("\\?.*", ""));

        onCloud.connector.sync(run.next());

        assertThat(cloud.webhooks)
                .singleElement()
                .satisfies(webhook -> assertThat(webhook.path("url").asText()).isEqualTo(address));
    }

    @Test
    void catchesUpOnDeliveriesThatJiraGaveUp() throws Exception {
        cloud.issue("1", "EX-1", NOON.minusSeconds(60));
        cloud.issue("2", "EX-2", NOON.minusSeconds(90));
        RecordingRun run = app();
        onCloud.connector.sync(run);
        cloud.issues.remove("2");
        cloud.failedWebhooks.add(failed("a", delivery("issue_deleted", "2"), 1_700_000_000_000L));
        cloud.failedWebhooks.add(failed("b", "not json".getBytes(StandardCharsets.UTF_8), 1_700_000_000_001L));

        onCloud.connector.sync(run.next());
        onCloud.connector.sync(run.next());

        assertThat(run.removed).containsExactly("2");
        assertThat(run.cursor().path("webhook").path("swept").asLong()).isEqualTo(1_700_000_000_001L);
    }

    @Test
    void readsWithoutWebhooksWhereJiraAllowsNone() throws Exception {
        cloud.webhooksAllowed = false;
        cloud.issue("1", "EX-1", NOON.minusSeconds(60));
        RecordingRun run = app();

        onCloud.connector.sync(run);

        assertThat(run.captured).hasSize(1);
        assertThat(run.cursor().path("webhook").path("state").asText())
                .isEqualTo("Jira does not allow the webhooks of this app to these credentials (403):"
                        + " Only Connect and OAuth 2.0 apps can use this operation.");
    }

    private RecordingRun app() {
        ObjectNode config = onCloud.config().put("register_webhook", true);
        config.putArray("projects").add("EX");
        ObjectNode credentials = JiraStub.JSON
                .createObjectNode()
                .put("oauth_client_id", "app")
                .put("oauth_client_secret", "app-secret")
                .put("webhook_secret", "proves it & more");
        return new RecordingRun(onCloud.connection(config, credentials), onCloud.clock).next();
    }

    private List<JiraStub.Call> calls(String method) {
        return cloud.calls.stream()
                .filter(call -> call.method().equals(method) && call.path().contains("/webhook"))
                .toList();
    }

    private static ObjectNode failed(String id, byte[] body, long at) {
        return JiraStub.JSON
                .createObjectNode()
                .put("id", id)
                .put("url", "https://colophon.example/api/v1/webhooks/jira/" + JiraBench.SOURCE)
                .put("body", new String(body, StandardCharsets.UTF_8))
                .put("failureTime", at);
    }

    private static WebhookChanges read(JiraBench bench, String event, String id) throws Exception {
        return bench.webhooks.read(connection(bench), Map.of(), delivery(event, id));
    }

    private static Connection connection(JiraBench bench) {
        return bench.connection(bench.config());
    }

    private static byte[] delivery(String event, String id) {
        ObjectNode body = JiraStub.JSON.createObjectNode().put("webhookEvent", "jira:" + event);
        body.putObject("issue").put("id", id).putObject("fields").put("summary", "as it was");
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }
}
