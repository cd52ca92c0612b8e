package dev.colophon.etl.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.ConnectionReport;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.testing.SharedData;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connector against a Jira on loopback. */
class JiraConnectorIT {

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
    void capturesEveryRecordedIssueOfTheCloud() throws Exception {
        for (int page = 1; page <= 3; page++) {
            cloud.recordedPages.add(recorded("jira/search-v3/page-0" + page + ".json"));
        }
        RecordingRun run = onCloud.run();

        onCloud.connector.sync(run);

        assertThat(run.items).hasSize(100).hasSameSizeAs(run.captured);
        assertThat(sum(run, "comments")).isEqualTo(200);
        assertThat(run.failed).isEmpty();
        assertThat(cloud.searches()).isEqualTo(3);
        assertThat(run.items.values()).allSatisfy(item -> {
            assertThat(item.title()).matches("[A-Z0-9]+-\\d+: .+");
            assertThat(item.text()).contains("Type: ").doesNotContain("\"type\":\"doc\"", "content=[");
            assertThat(item.url()).startsWith(cloud.url() + "/browse/");
        });
        JsonNode one = cloud.recordedPages.get(0).path("issues").path(0);
        ItemDraft item = run.items.get(one.path("id").asText());
        assertThat(item.title())
                .isEqualTo(one.path("key").asText() + ": "
                        + one.path("fields").path("summary").asText());
        assertThat(item.attributes())
                .containsEntry("key", one.path("key").asText())
                .containsEntry(
                        "status", one.path("fields").path("status").path("name").asText());
        assertThat(linksOf(cloud.recordedPages)).isNotEmpty().allSatisfy(link -> assertThat(run.items.values())
                .anyMatch(read -> read.text().contains(link)));
    }

    @Test
    void capturesEveryRecordedIssueOfADataCenter() throws Exception {
        for (int page = 1; page <= 5; page++) {
            dataCenter.load(recorded("jira/search-v2/page-0" + page + ".json").path("issues"));
        }
        RecordingRun run = onDataCenter.run();

        onDataCenter.connector.sync(run);

        assertThat(run.items).hasSize(250).hasSameSizeAs(run.captured);
        assertThat(sum(run, "comments")).isEqualTo(425);
        assertThat(dataCenter.searches()).isEqualTo(3);
        assertThat(run.items.values())
                .allSatisfy(item -> assertThat(item.text()).doesNotContain("{code}", "{quote}"));
    }

    @Test
    void capturesRecordedIssuesWithTheirChanges() throws Exception {
        JsonNode search = recorded("jira/cloud-recorded-search.json").path("issues");
        JsonNode issues = recorded("jira/cloud-recorded-issues-with-changelog.json");
        dataCenter.load(search);
        dataCenter.load(issues);
        RecordingRun run = onDataCenter.run();

        onDataCenter.connector.sync(run);

        int histories = 0;
        for (JsonNode issue : dataCenter.issues.values()) {
            histories += issue.path("changelog").path("histories").size();
        }
        assertThat(search).hasSize(33);
        assertThat(issues).hasSize(12);
        assertThat(run.items).hasSize(dataCenter.issues.size());
        assertThat(histories).isGreaterThan(522);
        assertThat(sum(run, "changes")).isEqualTo(histories);
        assertThat(run.items.values()).anyMatch(item -> item.text().contains("Changes:\n- "));
    }

    @Test
    void fetchesTheChangesAndCommentsThatASearchLeavesOut() throws Exception {
        int changes = 0;
        for (JsonNode changelog : recorded("jira/cloud-recorded-changelogs.json")) {
            String id = changelog.path("self").asText().replaceAll(".*/issue/(\\d+)/.*", "$1");
            ((ObjectNode) cloud.issue(id, "EE-" + id, NOON).path("changelog"))
                    .put("total", changelog.path("values").size());
            cloud.recordedChangelogs.put(id, changelog);
            changes += changelog.path("values").size();
        }
        ObjectNode talkative =
                (ObjectNode) cloud.issue("7", "EE-7", NOON).path("fields").path("comment");
        IntStream.range(0, 130).forEach(i -> comment(talkative, "remark " + i));
        cloud.commentCap = 20;
        RecordingRun run = onCloud.run();

        onCloud.connector.sync(run);

        assertThat(changes).isEqualTo(279);
        assertThat(sum(run, "changes")).isEqualTo(279);
        assertThat(run.items.get("13383").text()).contains("Changes:\n- ");
        assertThat(run.items.get("7").attributes()).containsEntry("comments", "130");
        assertThat(run.items.get("7").text())
                .contains("remark 120", "remark 129")
                .doesNotContain("remark 119");
        assertThat(cloud.calls)
                .filteredOn(call -> call.path().contains("/issue/"))
                .hasSize(4);
    }

    @Test
    void capturesOnceAnIssueThatTheSearchLearnsOfLate() throws Exception {
        cloud.issue("1", "EX-1", NOON.minus(Duration.ofHours(5)));
        cloud.issue("2", "EX-2", NOON.minus(Duration.ofMinutes(9)));
        cloud.issue("3", "EX-3", NOON.minus(Duration.ofMinutes(1)));
        cloud.notIndexed.add("2");
        RecordingRun run = onCloud.run();

        onCloud.connector.sync(run);
        assertThat(run.items).containsOnlyKeys("1", "3");

        cloud.notIndexed.clear();
        onCloud.connector.sync(run.next());
        onCloud.connector.sync(run.next());

        assertThat(run.items).containsOnlyKeys("1", "3", "2");
        assertThat(run.captured).hasSize(3).doesNotHaveDuplicates();
        assertThat(run.unchanged).isZero();
    }

    @Test
    void skipsNothingWhereverTheTokensOwnerLives() throws Exception {
        RecordingRun run = onCloud.run();
        RecordingRun other = onDataCenter.run();
        for (int hour = 0; hour < 8; hour++) {
            Instant updated = onCloud.clock.instant().minusSeconds(30);
            cloud.issue(String.valueOf(hour), "EX-" + hour, updated);
            dataCenter.issue(String.valueOf(hour), "EX-" + hour, updated);
            onCloud.connector.sync(run.next());
            onDataCenter.connector.sync(other.next());
            onCloud.clock.move(Duration.ofHours(1));
            onDataCenter.clock.move(Duration.ofHours(1));
        }

        assertThat(run.captured).hasSize(8);
        assertThat(other.captured).hasSize(8);
        assertThat(cloud.calls)
                .filteredOn(call -> call.path().endsWith("/search/jql"))
                .allSatisfy(call -> assertThat(call.body().path("jql").asText()).matches("updated >= \\d+ ORDER BY.*"));
        assertThat(cloud.calls.get(cloud.calls.size() - 1).body().path("jql").asText())
                .startsWith("updated >= "
                        + NOON.plus(Duration.ofHours(6))
                                .minusSeconds(30)
                                .minus(Duration.ofMinutes(15))
                                .toEpochMilli());
    }

    @Test
    void endsWithAnErrorWhereATokenComesAgain() throws Exception {
        JsonNode page = JiraStub.JSON.readTree("{\"issues\":[],\"nextPageToken\":\"again\",\"isLast\":false}");
        cloud.recordedPages.addAll(List.of(page, page));
        cloud.misbehave("/search/jql", 100, 200, Map.of(), page.toString());
        RecordingRun run = onCloud.run();

        SourceFailure failure = catchThrowableOfType(SourceFailure.class, () -> onCloud.connector.sync(run));

        assertThat(failure).hasMessageContaining("the same nextPageToken again");
        assertThat(failure.retriable()).isTrue();
        assertThat(cloud.searches()).isEqualTo(2);
        assertThat(run.finished).isFalse();
        assertThat(run.cursor().isEmpty()).isTrue();
    }

    @Test
    void followsTokensToTheLastPage() throws Exception {
        IntStream.range(0, 250).forEach(i -> cloud.issue(String.valueOf(i), "EX-" + i, NOON.minusSeconds(250 - i)));
        cloud.pageCap = 40;
        RecordingRun run = onCloud.run();

        onCloud.connector.sync(run);

        assertThat(run.captured).hasSize(250);
        assertThat(cloud.searches()).isEqualTo(7);
    }

    @Test
    void losesNothingWhenIssuesChangeWhilePagesAreRead() throws Exception {
        IntStream.range(0, 150).forEach(i -> dataCenter.issue(String.valueOf(i), "EX-" + i, NOON.minusSeconds(3_000)));
        IntStream.range(150, 300)
                .forEach(i -> dataCenter.issue(String.valueOf(i), "EX-" + i, NOON.minusSeconds(2_000 - i)));
        dataCenter.pageCap = 50;
        for (int i = 0; i < 4; i++) {
            String id = String.valueOf(i);
            dataCenter.beforeNextSearch(() -> {});
            dataCenter.beforeNextSearch(() -> dataCenter.update(id, NOON.minusSeconds(5), "changed meanwhile " + id));
        }
        RecordingRun run = onDataCenter.run();

        onDataCenter.connector.sync(run);

        assertThat(run.items).hasSize(300);
        assertThat(run.items.values().stream().filter(item -> item.title().contains("changed meanwhile")))
                .hasSize(4);
        assertThat(run.captured).doesNotHaveDuplicates();
        assertThat(run.unchanged).isZero();
    }

    @Test
    void goesOnWhereARunWasCutOff() throws Exception {
        IntStream.range(0, 120).forEach(i -> cloud.issue(String.valueOf(i), "EX-" + i, NOON.minusSeconds(500 - i)));
        cloud.pageCap = 15;
        RecordingRun run = onCloud.run();
        run.next(true);
        for (int crash = 0; !run.finished && crash < 40; crash++) {
            run.crashAfter = crash % 5 + 1;
            try {
                onCloud.connector.sync(run);
            } catch (RecordingRun.Crash e) {
                assertThat(run.cursor().isEmpty()).isTrue();
            }
        }

        assertThat(run.finished).isTrue();
        assertThat(run.captured).hasSize(120).doesNotHaveDuplicates();
        assertThat(run.removed).isEmpty();
    }

    @Test
    void findsOnlyInAFullRunWhatIsGone() throws Exception {
        IntStream.range(0, 5).forEach(i -> cloud.issue(String.valueOf(i), "EX-" + i, NOON.minusSeconds(500 - i)));
        RecordingRun run = onCloud.run();
        onCloud.connector.sync(run);
        cloud.issues.remove("2");

        onCloud.connector.sync(run.next());
        assertThat(run.items).hasSize(5);

        onCloud.connector.sync(run.next(true));
        assertThat(run.removed).containsExactly("2");
        assertThat(run.items).hasSize(4);

        cloud.issues.clear();
        assertThatThrownBy(() -> onCloud.connector.sync(run.next(true)))
                .isInstanceOf(SourceFailure.class)
                .hasMessageContaining("nothing was removed");
        assertThat(run.items).hasSize(4);
    }

    @Test
    void slowsOneKindOfCallAfterABurst() throws Exception {
        IntStream.range(0, 60).forEach(i -> cloud.issue(String.valueOf(i), "EX-" + i, NOON.minusSeconds(500 - i)));
        cloud.pageCap = 20;
        cloud.misbehave(
                "/search/jql",
                1,
                429,
                Map.of("Retry-After", "7", "RateLimit-Reason", "jira-burst-based", "X-RateLimit-Remaining", "99"),
                "");
        RecordingRun run = onCloud.run();

        onCloud.connector.sync(run);

        assertThat(run.captured).hasSize(60);
        assertThat(run.waits).containsExactly("7s too many requests at once (jira-burst-based)");
        assertThat(onCloud.clock.slept).isNotEmpty().allMatch(pause -> pause.compareTo(Duration.ofMillis(100)) <= 0);
        assertThat(cloud.searches()).isEqualTo(4);
    }

    @Test
    void pausesAllSourcesOfAJiraWhoseQuotaIsUsedUp() throws Exception {
        cloud.issue("1", "EX-1", NOON.minusSeconds(60));
        cloud.misbehave(
                "/search/jql",
                1,
                429,
                Map.of("RateLimit-Reason", "jira-quota-tenant-based", "X-RateLimit-Reset", "2026-11-21T12:30Z"),
                "");
        RecordingRun run = onCloud.run();
        onCloud.connector.sync(run);
        assertThat(run.waits).containsExactly("1800s Jira's quota is used up (jira-quota-tenant-based)");

        cloud.misbehave(
                "/myself", 1, 429, Map.of("RateLimit-Reason", "jira-quota-global-based", "Retry-After", "90"), "");
        ConnectionReport report = onCloud.connector.test(onCloud.connection(onCloud.config()));
        RecordingRun other = onCloud.run();
        onCloud.connector.sync(other);

        assertThat(report.ok()).isFalse();
        assertThat(report.detail()).contains("quota is used up");
        assertThat(other.waits).containsExactly("90s this Jira's limit is reached, also for other sources");
        assertThat(other.captured).hasSize(1);
    }

    @Test
    void obeysADataCentersTokenBucketAndAPausedServer() throws Exception {
        dataCenter.issue("1", "EX-1", NOON.minusSeconds(60));
        dataCenter.misbehave(
                "/search",
                1,
                429,
                Map.of(
                        "X-RateLimit-Limit", "10",
                        "X-RateLimit-Remaining", "0",
                        "X-RateLimit-FillRate", "2",
                        "X-RateLimit-Interval-Seconds", "20"),
                "");
        dataCenter.misbehave("/myself", 1, 503, Map.of("Retry-After", "30"), "<html>down</html>");
        RecordingRun run = onDataCenter.run();

        onDataCenter.connector.sync(run);

        assertThat(run.waits)
                .containsExactly("30s Jira is not available (503)", "20s the user's requests are used up (429)");
        assertThat(run.captured).hasSize(1);
    }

    @Test
    void givesUpWhereJiraNeverLetsACallThrough() {
        cloud.misbehave("/search/jql", 100, 429, Map.of(), "");
        RecordingRun run = onCloud.run();

        SourceFailure failure = catchThrowableOfType(SourceFailure.class, () -> onCloud.connector.sync(run));

        assertThat(failure.retriable()).isTrue();
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(run.waits).hasSize(9).startsWith("5s too many requests at once (429)");
    }

    @Test
    void survivesAGatewayThatFailsInTheMiddle() throws Exception {
        IntStream.range(0, 60).forEach(i -> cloud.issue(String.valueOf(i), "EX-" + i, NOON.minusSeconds(500 - i)));
        cloud.pageCap = 20;
        cloud.beforeNextSearch(() -> cloud.misbehave("/search/jql", 1, 502, Map.of(), "bad gateway"));
        RecordingRun run = onCloud.run();

        onCloud.connector.sync(run);

        assertThat(run.captured).hasSize(60);
    }

    @Test
    void choosesFieldsByTheirNames() throws Exception {
        field("customfield_10001", "Acceptance criteria");
        field("customfield_10002", "Story Points");
        field("customfield_10003", "Team");
        field("customfield_10004", "Team");
        ObjectNode of =
                (ObjectNode) cloud.issue("1", "EX-1", NOON.minusSeconds(60)).path("fields");
        of.set("customfield_10001", JiraStub.JSON.readTree("""
                {"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"It opens."}]}]}"""));
        of.put("customfield_10002", 3.0);
        of.set(
                "customfield_10003",
                JiraStub.JSON.readTree("[{\"value\":\"Core\"},{\"value\":\"Web\",\"child\":{\"value\":\"UI\"}}]"));
        of.put("customfield_10009", "not chosen");

        RecordingRun run = onCloud.run(withFields("acceptance criteria", "Story Points", "customfield_10003"));
        onCloud.connector.sync(run);

        assertThat(run.items.get("1").text())
                .contains("Acceptance criteria: It opens.", "Story Points: 3\n", "Team: Core, Web / UI")
                .doesNotContain("not chosen");
        assertThatThrownBy(() -> onCloud.connector.sync(onCloud.run(withFields("Sprint goal"))))
                .isInstanceOf(SourceFailure.class)
                .hasMessage("config.custom_fields: Jira shows these credentials no field named \"Sprint goal\"");
        assertThatThrownBy(() -> onCloud.connector.sync(onCloud.run(withFields("Team"))))
                .isInstanceOf(SourceFailure.class)
                .hasMessage("config.custom_fields: Jira has 2 fields named \"Team\"; choose one by its id:"
                        + " customfield_10003, customfield_10004");
    }

    @Test
    void notesAnIssueThatCannotBeReadAndGoesOn() throws Exception {
        cloud.issue("1", "EX-1", NOON.minusSeconds(60));
        ((ObjectNode) cloud.issue("2", "EX-2", NOON.minusSeconds(60)).path("fields")).put("updated", "yesterday");
        RecordingRun run = onCloud.run().next(true);

        onCloud.connector.sync(run);

        assertThat(run.items).containsOnlyKeys("1");
        assertThat(run.failed.get("2"))
                .startsWith(cloud.url() + "/browse/EX-2 Jira's answer holds an issue without the time");
    }

    @Test
    void readsOnlyWhatTheClientChose() throws Exception {
        cloud.issue("1", "EX-1", NOON.minusSeconds(60));
        cloud.issue("2", "NO-2", NOON.minusSeconds(60));
        ObjectNode config = onCloud.config().put("jql", "labels = a OR labels = \"order by\"");
        config.putArray("projects").add("EX").add("A \"B\"");
        config.put("include_comments", false).put("include_changelog", false);
        RecordingRun run = onCloud.run(config);

        onCloud.connector.sync(run);

        JsonNode asked = cloud.calls.get(cloud.calls.size() - 1).body();
        assertThat(run.items).containsOnlyKeys("1");
        assertThat(asked.path("jql").asText())
                .isEqualTo("project in (\"EX\", \"A \\\"B\\\"\") AND (labels = a OR labels = \"order by\")"
                        + " AND updated >= 0 ORDER BY updated ASC, key ASC");
        assertThat(asked.path("fields").toString()).contains("\"summary\"").doesNotContain("\"comment\"");
        assertThat(asked.has("expand")).isFalse();
    }

    @Test
    void refusesToReadAsAStranger() {
        cloud.issue("1", "EX-1", NOON);
        ObjectNode wrong = JiraStub.JSON
                .createObjectNode()
                .put("email", "ada@example.invalid")
                .put("api_token", "old");
        RecordingRun run = new RecordingRun(onCloud.connection(onCloud.config(), wrong), onCloud.clock).next(true);

        assertThatThrownBy(() -> onCloud.connector.sync(run))
                .isInstanceOf(SourceFailure.class)
                .hasMessage("Jira does not accept the credentials (401)");

        cloud.misbehave(
                "/myself", 1, 200, Map.of("X-Seraph-LoginReason", "AUTHENTICATED_FAILED"), "{\"displayName\":\"?\"}");
        assertThatThrownBy(() -> onCloud.connector.sync(onCloud.run().next(true)))
                .isInstanceOf(SourceFailure.class)
                .hasMessageContaining("does not accept the credentials");
    }

    @Test
    void tellsWhatATestHasFound() throws Exception {
        cloud.issue("1", "EX-1", NOON);
        dataCenter.issue("1", "EX-1", NOON);

        assertThat(onCloud.connector.test(onCloud.connection(onCloud.config())))
                .isEqualTo(new ConnectionReport(
                        true,
                        "Jira knows Ada and shows 1 issues",
                        Map.of("user", "Ada", "time_zone", "Europe/Moscow", "issues", "1")));
        assertThat(onDataCenter
                        .connector
                        .test(onDataCenter.connection(onDataCenter.config()))
                        .ok())
                .isTrue();
        assertThat(onCloud.connector
                        .test(onCloud.connection(withFields("Nothing")))
                        .detail())
                .contains("no field named \"Nothing\"");
        assertThat(onCloud.connector
                        .test(onCloud.connection(
                                onCloud.config().put("deployment", "data_center"),
                                JiraStub.JSON.createObjectNode().put("personal_access_token", "x")))
                        .detail())
                .contains("does not accept the credentials");
        cloud.misbehave("/myself", 1, 200, Map.of(), "<html>sign in</html>");
        assertThat(onCloud.connector.test(onCloud.connection(onCloud.config())).detail())
                .contains("no JSON", "base_url");
        assertThat(onCloud.connector
                        .test(onCloud.connection(onCloud.config().put("base_url", "http://127.0.0.1:1")))
                        .ok())
                .isFalse();
    }

    @Test
    void readsThousandsOfIssuesInFewCalls() throws Exception {
        IntStream.range(0, 2_000)
                .forEach(i -> dataCenter.issue(String.valueOf(i), "EX-" + i, NOON.minusSeconds(5_000 - i)));
        RecordingRun run = onDataCenter.run();

        onDataCenter.connector.sync(run);

        assertThat(run.captured).hasSize(2_000).doesNotHaveDuplicates();
        assertThat(dataCenter.searches()).isLessThanOrEqualTo(21);
    }

    private void field(String id, String name) {
        cloud.fields.addObject().put("id", id).put("name", name).put("custom", true);
    }

    private ObjectNode withFields(String... names) {
        ObjectNode config = onCloud.config();
        ArrayNode fields = config.putArray("custom_fields");
        List.of(names).forEach(fields::add);
        return config;
    }

    private static void comment(ObjectNode comments, String text) {
        ObjectNode comment = comments.withArray("comments").addObject();
        comment.put("body", text).putObject("author").put("displayName", "Ada");
        comment.put(
                "created",
                JiraStub.time(NOON.plusSeconds(comments.path("comments").size())));
    }

    private static int sum(RecordingRun run, String attribute) {
        return run.items.values().stream()
                .mapToInt(item -> Integer.parseInt(item.attributes().getOrDefault(attribute, "0")))
                .sum();
    }

    /** Addresses of links in the descriptions of recorded issues. */
    private static Set<String> linksOf(List<JsonNode> pages) {
        Set<String> links = new HashSet<>();
        for (JsonNode page : pages) {
            for (JsonNode issue : page.path("issues")) {
                issue.path("fields")
                        .path("description")
                        .findValuesAsText("href")
                        .forEach(links::add);
                issue.path("fields").path("description").findValuesAsText("url").forEach(links::add);
            }
        }
        return links;
    }

    private static JsonNode recorded(String file) throws IOException {
        return JiraStub.JSON.readTree(SharedData.require(file).toFile());
    }
}
