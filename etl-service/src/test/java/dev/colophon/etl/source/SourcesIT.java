package dev.colophon.etl.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.connector.SyncRun;
import dev.colophon.etl.item.ItemDraft;
import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.events.source.SourceSynced;
import dev.colophon.messaging.Traces;
import dev.colophon.persistence.secret.SecretBox;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.TestDatabase;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

@ColophonTest
@DirtiesContext // its workers must not take up what other tests ask for
@Import(SourcesIT.Stub.class)
class SourcesIT {

    private static final String SOURCES = "/api/v1/sources";
    private static final String TOKEN = "token-never-to-be-seen-4711";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestConfiguration
    static class Stub {

        @Bean
        StubConnector stubConnector() {
            return new StubConnector();
        }
    }

    @Autowired
    WebTestClient http;

    @Autowired
    EventsProbe events;

    @Autowired
    StubConnector stub;

    private final UUID client = UUID.randomUUID();
    private final UUID project = UUID.randomUUID();
    private final String script = "script-" + client;

    @DynamicPropertySource
    static void hasten(DynamicPropertyRegistry properties) {
        properties.add("colophon.etl.sync.lease", () -> "3s");
        properties.add("colophon.etl.sync.first-pause", () -> "200ms");
        properties.add("colophon.etl.sync.attempts", () -> 3);
        properties.add("colophon.etl.webhook.first-pause", () -> "200ms");
    }

    @BeforeEach
    void makeProject() {
        events.publish(new ProjectCreated(new ClientId(client), project, "p", null, null, true, Instant.now()));
        stub.script(script, run -> run.finish(run.cursor()));
    }

    @Test
    void keepsCredentialsSealedAndShowsTheWebhooksSecretOnce() throws SQLException {
        JsonNode made = create(Map.of());
        String id = made.path("id").asText();
        String secret = made.at("/webhook/secret").asText();

        assertThat(made.toString()).doesNotContain(TOKEN);
        assertThat(secret).hasSize(64);
        assertThat(made.at("/webhook/path").asText()).isEqualTo("/api/v1/webhooks/stub/" + id);
        JsonNode shown = get(SOURCES + "/" + id);
        assertThat(shown.toString()).doesNotContain(TOKEN).doesNotContain(secret);
        assertThat(get(SOURCES).toString()).doesNotContain(TOKEN).doesNotContain(secret);
        assertThat(stored("select credentials from etl.source where id = '" + id + "'"))
                .startsWith("v1.test.")
                .doesNotContain(TOKEN);

        patch(id, "{\"credentials\": {\"token\": \"another\"}}");
        assertThat(deliver(id, secret, "d1", "{}").path("status").asText()).isEqualTo("accepted");

        http.get()
                .uri(SOURCES + "/" + id)
                .header("Authorization", TestTokens.bearer(UUID.randomUUID(), Role.ADMIN))
                .exchange()
                .expectStatus()
                .isNotFound();
    }

    @Test
    void answersARepeatedRequestAloneAndKeepsItsAnswerSealed() throws SQLException {
        String key = UUID.randomUUID().toString();

        JsonNode first = create(Map.of("Idempotency-Key", key));
        JsonNode second = create(Map.of("Idempotency-Key", key));

        assertThat(second).isEqualTo(first);
        assertThat(get(SOURCES).path("items")).hasSize(1);
        String kept = stored("select convert_from(body, 'UTF8') from etl.idempotency_key where client_id = '" + client
                + "' and body is not null");
        assertThat(kept)
                .startsWith("v1.test.")
                .doesNotContain(first.at("/webhook/secret").asText());
    }

    @Test
    void sealsCredentialsAnewWhenTheKeyChanges() throws SQLException {
        String id = create(Map.of()).path("id").asText();
        SecretBox retired = new SecretBox(
                Map.of("retired", "11111111111111111111111111111111".getBytes(StandardCharsets.US_ASCII)), "retired");
        change("update etl.source set credentials = '" + retired.seal("{\"token\":\"" + TOKEN + "\"}", "source/" + id)
                + "' where id = '" + id + "'");

        JsonNode done = exchange(HttpMethod.POST, SOURCES + "/rotate-credentials", "{}", Role.OPERATOR, 200);

        assertThat(done.path("resealed").asInt()).isPositive();
        assertThat(stored("select credentials from etl.source where id = '" + id + "'"))
                .startsWith("v1.test.");
        assertThat(exchange(HttpMethod.POST, SOURCES + "/" + id + "/test", "{}", Role.ADMIN, 200)
                        .path("ok")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void triesAConnectionBeforeAndAfterItIsMade() {
        String trial = "{\"type\": \"stub\", \"config\": {\"script\": \"s\"}, \"credentials\": {\"token\": \"%s\"}}";

        JsonNode works = exchange(HttpMethod.POST, SOURCES + "/test", trial.formatted("good"), Role.ADMIN, 200);
        JsonNode fails = exchange(HttpMethod.POST, SOURCES + "/test", trial.formatted("wrong"), Role.ADMIN, 200);

        assertThat(works.at("/facts/user").asText()).isEqualTo("ada");
        assertThat(fails.path("ok").asBoolean()).isFalse();
        assertThat(fails.path("detail").asText()).contains("make a new one");
        assertThat(get(SOURCES).path("items")).isEmpty();
    }

    @Test
    void namesTheFieldThatIsAtFault() {
        refused("{\"type\":\"stub\",\"config\":{\"script\":\"s\",\"sript\":1}}", "config.sript");
        refused("{\"type\":\"stub\",\"config\":{\"script\":\"s\",\"flag\":\"yes\"}}", "config.flag");
        refused("{\"type\":\"stub\",\"config\":{\"script\":\"s\"}}", "credentials.token");
        refused("{\"type\":\"subversion\",\"config\":{}}", "type");
    }

    @Test
    void plansByIntervalAndByCronAndRestsWhilePaused() {
        String id = create(Map.of()).path("id").asText();
        assertThat(get(SOURCES + "/" + id).path("next_sync_at").isNull()).isTrue();

        JsonNode hourly = patch(id, "{\"schedule\": \"PT1H\"}");
        assertThat(Instant.parse(hourly.path("next_sync_at").asText()))
                .isBetween(Instant.now().plusSeconds(3_500), Instant.now().plusSeconds(3_700));
        JsonNode daily = patch(id, "{\"schedule\": {\"cron\": \"0 6 * * *\", \"zone\": \"Europe/Berlin\"}}");
        assertThat(daily.at("/schedule/zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(Instant.parse(daily.path("next_sync_at").asText()))
                .isBefore(Instant.now().plus(Duration.ofHours(25)));

        JsonNode paused = patch(id, "{\"paused\": true}");
        assertThat(paused.path("next_sync_at").isNull()).isTrue();
        assertThat(paused.at("/schedule/cron").asText()).isEqualTo("0 6 * * *");
        exchange(HttpMethod.POST, SOURCES + "/" + id + "/sync", "{}", Role.MEMBER, 409);

        assertThat(patch(id, "{\"paused\": false}").hasNonNull("next_sync_at")).isTrue();
        assertThat(patch(id, "{\"schedule\": null}").path("schedule").isNull()).isTrue();
        assertThat(get(SOURCES + "/" + id).path("next_sync_at").isNull()).isTrue();
    }

    @Test
    void tellsOfARunWhatItFoundWhatItWaitedForAndWhatItCouldNotRead() {
        stub.script(script, run -> {
            run.capture(List.of(item(run, "1", 1, "one"), item(run, "2", 1, "two")), JSON.createObjectNode());
            run.waiting(Duration.ofMillis(50), "the source's limit is reached");
            run.failed("3", "https://example.com/3", "the answer is no JSON");
            run.failed("3", "https://example.com/3", "told twice");
            run.finish(JSON.createObjectNode().put("since", 42));
        });
        String id = create(Map.of()).path("id").asText();

        JsonNode run = sync(id, false);

        assertThat(run.path("status").asText()).isEqualTo("succeeded");
        assertThat(counts(run)).containsExactly(3, 2, 0, 0, 1);
        assertThat(run.at("/cursor_before")).isEmpty();
        assertThat(run.at("/cursor_after/since").asInt()).isEqualTo(42);
        assertThat(run.at("/waits/0/reason").asText()).isEqualTo("the source's limit is reached");
        JsonNode errors = get(SOURCES + "/" + id + "/runs/" + run.path("id").asText() + "/errors");
        assertThat(errors.path("items")).hasSize(1);
        assertThat(errors.at("/items/0/url").asText()).isEqualTo("https://example.com/3");
        assertThat(get(SOURCES + "/" + id).at("/last_run/status").asText()).isEqualTo("succeeded");
        assertThat(events.await(
                        SourceSynced.class, event -> event.clientId().value().equals(client)))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.payload().status()).isEqualTo("succeeded");
                    assertThat(event.payload().itemsCaptured()).isEqualTo(2);
                    assertThat(event.payload().runId())
                            .hasToString(run.path("id").asText());
                });
        assertThat(sync(id, false).at("/cursor_before/since").asInt()).isEqualTo(42);
    }

    @Test
    void goesOnBehindTheCheckpointAfterAFailureAndCountsNothingTwice() {
        AtomicInteger attempts = new AtomicInteger();
        stub.script(script, run -> {
            int from = run.checkpoint().path("done").asInt();
            for (int i = from; i < 5; i++) {
                if (i == 2 && attempts.incrementAndGet() == 1) {
                    throw new SourceFailure("the source is busy", true, Duration.ofMillis(100), null);
                }
                if (i == 4 && attempts.incrementAndGet() == 3) {
                    throw new IllegalStateException("a fault of the connector");
                }
                run.capture(
                        List.of(item(run, "i" + i, 1, "text " + i)),
                        JSON.createObjectNode().put("done", i + 1));
            }
            run.finish(run.checkpoint());
        });
        String id = create(Map.of()).path("id").asText();

        JsonNode run = sync(id, false);

        assertThat(run.path("status").asText()).isEqualTo("succeeded");
        assertThat(counts(run)).containsExactly(5, 5, 0, 0, 0);
        assertThat(run.path("waits")).hasSize(2);
        assertThat(run.path("error").isNull()).isTrue();
        assertThat(captured()).hasSize(5);
    }

    @Test
    void endsARunThatTryingAgainDoesNotMendAndPlansTheNextAllTheSame() {
        stub.script(script, run -> {
            throw SourceFailure.lasting("the token has expired: make a new one");
        });
        String id = create(Map.of()).path("id").asText();
        patch(id, "{\"schedule\": \"PT1H\"}");

        JsonNode run = sync(id, false);

        assertThat(run.path("status").asText()).isEqualTo("failed");
        assertThat(run.path("error").asText()).isEqualTo("the token has expired: make a new one");
        assertThat(get(SOURCES + "/" + id).hasNonNull("next_sync_at")).isTrue();

        stub.script(script, run2 -> {
            throw SourceFailure.passing("the source is away");
        });
        assertThat(sync(id, false).path("error").asText()).isEqualTo("the source is away");
    }

    @Test
    void cancelsARunThatWaitsAndKeepsWhatItCaptured() throws InterruptedException {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch captured = new CountDownLatch(1);
        stub.script(script, run -> {
            run.capture(List.of(item(run, "1", 1, "one")), JSON.createObjectNode());
            captured.countDown();
            try {
                run.waiting(Duration.ofHours(1), "a very long limit");
            } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
            }
        });
        String id = create(Map.of()).path("id").asText();
        JsonNode begun = exchange(HttpMethod.POST, SOURCES + "/" + id + "/sync", "{}", Role.MEMBER, 202);
        String path = SOURCES + "/" + id + "/runs/" + begun.path("id").asText();
        captured.await();
        await().until(() -> get(path).path("status").asText().equals("waiting"));

        JsonNode cancelled = exchange(HttpMethod.POST, path + "/cancel", "{}", Role.MEMBER, 200);

        assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
        await().untilTrue(interrupted);
        assertThat(get(path).path("status").asText()).isEqualTo("cancelled");
        exchange(HttpMethod.POST, path + "/cancel", "{}", Role.MEMBER, 409);
        assertThat(get("/api/v1/items?project_id=" + project).path("items")).hasSize(1);
        stub.script(script, run -> run.finish(run.cursor()));
        assertThat(sync(id, false).path("status").asText()).isEqualTo("succeeded");
    }

    @Test
    void readsEverythingAnewWhereTheConfigurationChangesDuringARun() throws InterruptedException {
        ObjectNode reached = JSON.createObjectNode().put("at", 1);
        stub.script(script, run -> run.finish(reached));
        String id = create(Map.of()).path("id").asText();
        sync(id, false);
        CountDownLatch captured = new CountDownLatch(1);
        AtomicReference<JsonNode> begunAt = new AtomicReference<>();
        stub.script(script, run -> {
            if (run.connection().config().path("flag").asBoolean()) {
                begunAt.set(run.cursor());
            } else {
                run.capture(List.of(item(run, "1", 1, "one")), JSON.createObjectNode());
                captured.countDown();
                run.waiting(Duration.ofHours(1), "a very long limit");
            }
            run.finish(reached);
        });
        JsonNode older = exchange(HttpMethod.POST, SOURCES + "/" + id + "/sync", "{}", Role.MEMBER, 202);
        captured.await();

        patch(id, "{\"config\": {\"script\": \"" + script + "\", \"flag\": true}}");

        JsonNode ended = get(SOURCES + "/" + id + "/runs/" + older.path("id").asText());
        assertThat(ended.path("status").asText()).isEqualTo("cancelled");
        assertThat(ended.path("error").asText()).isEqualTo("The source's config was changed");
        await().untilAsserted(() -> assertThat(
                        get(SOURCES + "/" + id).at("/last_run/status").asText())
                .isEqualTo("succeeded"));
        assertThat(begunAt.get()).isEmpty();
        assertThat(get(SOURCES + "/" + id + "/runs").path("items")).hasSize(3);
    }

    @Test
    void movesNoCursorByAConfigurationThatIsNoLongerThere() throws SQLException {
        String id = create(Map.of()).path("id").asText();
        String change = "update etl.source set config = jsonb_set(config, '{flag}', 'true') where id = '" + id + "'";
        stub.script(script, run -> {
            try {
                change(change);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            run.finish(JSON.createObjectNode().put("at", 1));
        });

        assertThat(sync(id, false).path("status").asText()).isEqualTo("succeeded");

        assertThat(stored("select cursor from etl.source where id = '" + id + "'"))
                .isEqualTo("{}");
    }

    @Test
    void removesAtTheEndOfAFullRunWhatIsGoneAndNothingElse() {
        stub.script(script, run -> {
            run.capture(
                    IntStream.range(0, 6)
                            .mapToObj(i -> item(run, "i" + i, 1, "text"))
                            .toList(),
                    JSON.createObjectNode());
            run.finish(run.cursor());
        });
        String id = create(Map.of()).path("id").asText();
        sync(id, false);

        stub.script(script, run -> {
            run.capture(List.of(item(run, "i0", 1, "text"), item(run, "new", 1, "text")), JSON.createObjectNode());
            run.seen(ItemKind.GITHUB_ISSUE, List.of("i1", "i2"));
            run.failed("i3", null, "cannot be read now, but is there");
            run.remove(ItemKind.GITHUB_ISSUE, "i4");
            run.removeUnseen(ItemKind.GITHUB_ISSUE);
            run.finish(run.cursor());
        });
        JsonNode full = sync(id, true);

        assertThat(full.path("full").asBoolean()).isTrue();
        assertThat(counts(full)).containsExactly(3, 1, 1, 2, 1);
        List<String> left =
                get("/api/v1/items?project_id=" + project).path("items").findValuesAsText("external_id");
        assertThat(left).containsExactlyInAnyOrder("i0", "i1", "i2", "i3", "new");
        assertThat(events.awaitAtLeast(
                        2, ItemRemoved.class, event -> event.clientId().value().equals(client)))
                .hasSize(2);
    }

    @Test
    void readsOneSourceWhileAnotherIsSlow() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        stub.script(script + "-slow", run -> {
            release.await();
            run.finish(run.cursor());
        });
        String slow = create(Map.of(), script + "-slow").path("id").asText();
        String quick = create(Map.of()).path("id").asText();
        exchange(HttpMethod.POST, SOURCES + "/" + slow + "/sync", "{}", Role.MEMBER, 202);

        assertThat(sync(quick, false).path("status").asText()).isEqualTo("succeeded");
        assertThat(get(SOURCES + "/" + slow).at("/last_run/status").asText()).isIn("queued", "running");

        release.countDown();
        await().until(() ->
                get(SOURCES + "/" + slow).at("/last_run/status").asText().equals("succeeded"));
    }

    @Test
    void takesADeliveryInOnceAndCapturesWhatItTells() {
        JsonNode source = create(Map.of());
        String id = source.path("id").asText();
        String secret = source.at("/webhook/secret").asText();
        String body = "{\"items\": [{\"id\": \"7\", \"version\": 1000, \"text\": \"told by webhook\"}]}";

        assertThat(deliver(id, secret, "d1", body).path("status").asText()).isEqualTo("accepted");
        assertThat(deliver(id, secret, "d1", body).path("status").asText()).isEqualTo("seen");

        await().untilAsserted(() -> assertThat(captured()).hasSize(1));
        stub.script(script, run -> {
            run.capture(List.of(item(run, "7", 1_000, "told by webhook")), JSON.createObjectNode());
            run.finish(run.cursor());
        });
        assertThat(counts(sync(id, false))).containsExactly(1, 0, 1, 0, 0);
        assertThat(captured()).hasSize(1);
        await().untilAsserted(() -> assertThat(
                        get(SOURCES + "/" + id + "/deliveries").path("items").findValuesAsText("status"))
                .containsExactly("handled"));
    }

    @Test
    void knowsNothingOfASourceThatIsDeletedWhileItTells() throws SQLException {
        JsonNode source = create(Map.of());
        String id = source.path("id").asText();
        String secret = source.at("/webhook/secret").asText();
        String body = "{\"items\": []}";

        try (Connection admin = TestDatabase.shared().asAdmin();
                Statement statement = admin.createStatement()) {
            admin.setAutoCommit(false);
            statement.executeUpdate("delete from etl.source where id = '" + id + "'");
            CompletableFuture<HttpStatusCode> answer = CompletableFuture.supplyAsync(() -> post(
                            "stub",
                            id,
                            "d1",
                            StubConnector.signature(body.getBytes(StandardCharsets.UTF_8), secret),
                            body)
                    .returnResult(Void.class)
                    .getStatus());
            await().untilAsserted(() -> assertThat(stored("select count(*) from pg_stat_activity"
                            + " where wait_event_type = 'Lock' and query like '%take_delivery%'"))
                    .isEqualTo("1"));
            admin.commit();

            assertThat(answer.join()).isEqualTo(HttpStatus.NOT_FOUND);
        }
    }

    @Test
    void endsWithTheNewestWhateverTheOrderOfDeliveries() {
        JsonNode source = create(Map.of());
        String id = source.path("id").asText();
        String secret = source.at("/webhook/secret").asText();
        long now = Instant.now().toEpochMilli();
        String told = "{\"items\": [{\"id\": \"%s\", \"version\": %d, \"text\": \"%s\"}]}";

        deliver(id, secret, "newest", told.formatted("7", now - 1_000, "newest"));
        handled(id, 1);
        deliver(id, secret, "older", told.formatted("7", now - 2_000, "older"));
        deliver(id, secret, "gone", "{\"removed\": [\"8\"]}");
        handled(id, 3);
        deliver(id, secret, "late", told.formatted("8", now - 500, "edited before it was deleted"));
        handled(id, 4);

        JsonNode items = get("/api/v1/items?project_id=" + project).path("items");
        assertThat(items.findValuesAsText("external_id")).containsExactly("7");
        assertThat(items.get(0).path("version").asLong()).isEqualTo(now - 1_000);
        assertThat(captured()).hasSize(1);
    }

    @Test
    void readsDeliveriesTogetherInTheirOrderAndLeavesOnlyTheCulpritBehind() throws InterruptedException, SQLException {
        JsonNode source = create(Map.of());
        String id = source.path("id").asText();
        String secret = source.at("/webhook/secret").asText();
        long now = Instant.now().toEpochMilli();
        String told = "{\"items\": [{\"id\": \"%s\", \"version\": %d, \"text\": \"%s\"}]}";
        keepReadersWaiting(id, secret);

        for (int number = 1; number <= 20; number++) {
            deliver(id, secret, "d" + number, told.formatted("i" + number, now, "text " + number));
        }
        deliver(id, secret, "culprit", told.formatted("not\\u0000possible", now, "text"));
        deliver(id, secret, "newest", told.formatted("7", now, "newest"));
        deliver(id, secret, "late", told.formatted("7", now - 1_000, "older"));
        deliver(id, secret, "there", told.formatted("8", now, "there"));
        deliver(id, secret, "gone", "{\"removed\": [\"8\"]}");
        deliver(id, secret, "back", told.formatted("8", now + 60_000, "back"));
        stub.goOn.release(2);

        handled(id, 2 + 20 + 5);
        assertThat(get("/api/v1/items?project_id=" + project + "&limit=100")
                        .path("items")
                        .findValuesAsText("title"))
                .hasSize(22)
                .contains("Item i1", "Item i20", "Item 7", "Item 8");
        assertThat(captured())
                .filteredOn(event -> event.payload().externalId().equals("7"))
                .extracting(event -> event.payload().text())
                .containsExactly("newest");
        assertThat(captured())
                .as("each belongs to the trace of its delivery")
                .extracting(event -> Traces.traceId(event.traceparent()))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(stored("select count(distinct xmin::text) from etl.webhook_delivery"
                        + " where status = 'handled' and source_id = '" + id + "'"))
                .as("transactions: one each for those that waited, and some for the halves around the culprit")
                .satisfies(count -> assertThat(Integer.parseInt(count)).isLessThan(12));
        assertThat(stored("select status || ' ' || error from etl.webhook_delivery where delivery_id = 'culprit'"
                        + " and source_id = '" + id + "'"))
                .startsWith("received ");
    }

    @Test
    void leavesHandledWhatAnotherInstanceHandledMeanwhile() throws InterruptedException, SQLException {
        JsonNode source = create(Map.of());
        String id = source.path("id").asText();
        deliver(id, source.at("/webhook/secret").asText(), "d1", "{\"waits\": true, \"outage\": \"away\"}");
        assertThat(stub.waiting.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        change("delete from etl.work_item where subject_id = (select id from etl.webhook_delivery where source_id = '"
                + id + "')");
        change("update etl.webhook_delivery set status = 'handled' where source_id = '" + id + "'");

        stub.goOn.release();

        await().during(Duration.ofSeconds(2)).untilAsserted(() -> assertThat(
                        get(SOURCES + "/" + id + "/deliveries").path("items").findValuesAsText("status"))
                .containsExactly("handled"));
    }

    @Test
    void readsDeliveriesOfOthersWhereASourcesCredentialsCannotBeOpened() throws InterruptedException, SQLException {
        JsonNode locked = create(Map.of());
        JsonNode open = create(Map.of());
        String body = "{\"items\": [{\"id\": \"%s\", \"version\": 1000, \"text\": \"told\"}]}";
        String lockedId = locked.path("id").asText();
        String openId = open.path("id").asText();
        keepReadersWaiting(openId, open.at("/webhook/secret").asText());

        deliver(lockedId, locked.at("/webhook/secret").asText(), "d1", body.formatted("of the locked one"));
        deliver(openId, open.at("/webhook/secret").asText(), "d2", body.formatted("of the open one"));
        String sealed = stored("select credentials from etl.source where id = '" + lockedId + "'");
        change("update etl.source set credentials = 'v1.gone.' || split_part(credentials, '.', 3) where id = '"
                + lockedId + "'");
        stub.goOn.release(2);

        handled(openId, 3);
        await().untilAsserted(() -> assertThat(stored("select coalesce(error, 'not tried') from etl.webhook_delivery"
                        + " where source_id = '" + lockedId + "'"))
                .isNotEqualTo("not tried"));
        assertThat(captured()).extracting(event -> event.payload().externalId()).containsExactly("of the open one");

        change("update etl.source set credentials = '" + sealed + "' where id = '" + lockedId + "'");
        await().untilAsserted(() -> assertThat(captured()).hasSize(2));
    }

    @Test
    void refusesDeliveriesThatNobodyHasSigned() {
        JsonNode source = create(Map.of());
        String id = source.path("id").asText();
        String secret = source.at("/webhook/secret").asText();
        String body = "{\"items\": [{\"id\": \"7\", \"version\": 1, \"text\": \"x\"}]}";
        String good = StubConnector.signature(body.getBytes(StandardCharsets.UTF_8), secret);

        post("stub", id, "d", null, body).expectStatus().isUnauthorized();
        post("stub", id, "d", good.substring(2), body).expectStatus().isUnauthorized();
        post("stub", id, "d", StubConnector.signature(new byte[0], secret), body)
                .expectStatus()
                .isUnauthorized();
        post("stub", id, "d", good, body.replace(" ", "")).expectStatus().isUnauthorized();
        post("stub", UUID.randomUUID().toString(), "d", good, body)
                .expectStatus()
                .isNotFound();
        post("git", id, "d", good, body).expectStatus().isNotFound();
        post("stub", "no-uuid", "d", good, body).expectStatus().is4xxClientError();
        assertThat(get(SOURCES + "/" + id + "/deliveries").path("items")).isEmpty();
        post("stub", id, "d", good, body).expectStatus().isAccepted();

        patch(id, "{\"paused\": true}");
        assertThat(deliver(id, secret, "d2", body).path("status").asText()).isEqualTo("paused");
    }

    @Test
    void takesTwentyFiveMegabytesAndNoMore() {
        JsonNode source = create(Map.of());
        String id = source.path("id").asText();
        String secret = source.at("/webhook/secret").asText();
        String most = "{\"x\": \"" + "x".repeat((25 << 20) - 9) + "\"}";
        assertThat(most).hasSize(25 << 20);

        assertThat(deliver(id, secret, "largest", most).path("status").asText()).isEqualTo("accepted");
        post("stub", id, "larger", "any", most + " ").expectStatus().isEqualTo(413);
    }

    @Test
    void keepsADeliveryThatCannotBeReadAndReadsItAgainWhenAsked() {
        JsonNode source = create(Map.of());
        String id = source.path("id").asText();
        String secret = source.at("/webhook/secret").asText();
        String deliveries = SOURCES + "/" + id + "/deliveries";

        deliver(id, secret, "bad", "{\"fault\": \"the project is gone\"}");
        deliver(id, secret, "worse", "no json");

        await().untilAsserted(() -> assertThat(get(deliveries).path("items").findValuesAsText("status"))
                .containsExactly("failed", "failed"));
        JsonNode bad = get(deliveries).path("items").get(1);
        assertThat(bad.path("error").asText()).isEqualTo("the project is gone");
        exchange(HttpMethod.POST, deliveries + "/" + bad.path("id").asText() + "/retry", "{}", Role.MEMBER, 202);
        exchange(HttpMethod.POST, deliveries + "/" + UUID.randomUUID() + "/retry", "{}", Role.MEMBER, 404);
    }

    @Test
    void tellsEveryMetricThatAlertsAskFor() throws IOException {
        stub.script(script, run -> {
            run.waiting(Duration.ofMillis(1), "a limit");
            run.finish(run.cursor());
        });
        JsonNode source = create(Map.of());
        String id = source.path("id").asText();
        sync(id, false);
        deliver(id, source.at("/webhook/secret").asText(), "bad", "no json");
        post("stub", id, "d", "forged", "{}").expectStatus().isUnauthorized();

        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("deploy/prometheus"))) {
            folder = folder.getParent();
        }
        String rules = Files.readString(folder.resolve("deploy/prometheus/sources.rules.yaml"));
        List<String> asked = Pattern.compile("colophon_\\w+(\\{\\w+=\"\\w+\")?")
                .matcher(rules)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        assertThat(asked).hasSizeGreaterThan(4);
        await().untilAsserted(() -> {
            String told = http.get()
                    .uri("/actuator/prometheus")
                    .exchange()
                    .expectBody(String.class)
                    .returnResult()
                    .getResponseBody();
            assertThat(asked).allSatisfy(metric -> {
                String[] parts = metric.split("\\{");
                assertThat(told.lines())
                        .anyMatch(line -> line.startsWith(parts[0] + "{")
                                && line.contains("type=\"stub\"")
                                && (parts.length == 1 || parts[1].startsWith("outcome") || line.contains(parts[1])));
            });
        });
    }

    private void handled(String source, int count) {
        await().untilAsserted(() -> assertThat(get(SOURCES + "/" + source + "/deliveries")
                        .path("items")
                        .findValuesAsText("status"))
                .filteredOn("handled"::equals)
                .hasSize(count));
    }

    /** Keeps both readers busy until they may go on, so that what comes meanwhile waits. */
    private void keepReadersWaiting(String source, String secret) throws InterruptedException {
        for (int reader = 1; reader <= 2; reader++) {
            deliver(source, secret, "waits" + reader, "{\"waits\": true}");
            assertThat(stub.waiting.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private List<Event<ItemCaptured>> captured() {
        return events.all(ItemCaptured.class, event -> event.clientId().value().equals(client));
    }

    private static List<Integer> counts(JsonNode run) {
        return Stream.of("seen", "captured", "unchanged", "removed", "failed")
                .map(what -> run.path("items_" + what).asInt())
                .toList();
    }

    private static ItemDraft item(SyncRun run, String id, long version, String text) {
        return StubConnector.item(run.connection(), id, version, text);
    }

    private JsonNode create(Map<String, String> headers) {
        return create(headers, script);
    }

    private JsonNode create(Map<String, String> headers, String name) {
        ObjectNode body = JSON.createObjectNode()
                .put("type", "stub")
                .put("project_id", project.toString())
                .put("name", name);
        body.putObject("config").put("script", name);
        body.putObject("credentials").put("token", TOKEN);
        return http.post()
                .uri(SOURCES)
                .headers(all -> headers.forEach(all::set))
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private void refused(String fields, String field) {
        ObjectNode body;
        try {
            body = (ObjectNode) JSON.readTree(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
        body.put("project_id", project.toString()).put("name", "n");
        JsonNode problem = exchange(HttpMethod.POST, SOURCES, body.toString(), Role.ADMIN, 422);
        assertThat(problem.at("/errors/0/field").asText()).isEqualTo(field);
    }

    private JsonNode patch(String source, String body) {
        return exchange(HttpMethod.PATCH, SOURCES + "/" + source, body, Role.ADMIN, 200);
    }

    private JsonNode sync(String source, boolean full) {
        JsonNode begun = exchange(
                HttpMethod.POST, SOURCES + "/" + source + "/sync", "{\"full\": " + full + "}", Role.MEMBER, 202);
        String path = SOURCES + "/" + source + "/runs/" + begun.path("id").asText();
        return await().atMost(Duration.ofSeconds(30)).until(() -> get(path), run -> run.hasNonNull("finished_at"));
    }

    private JsonNode deliver(String source, String secret, String delivery, String body) {
        String signature = StubConnector.signature(body.getBytes(StandardCharsets.UTF_8), secret);
        return post("stub", source, delivery, signature, body)
                .expectStatus()
                .isAccepted()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private WebTestClient.ResponseSpec post(
            String type, String source, String delivery, @Nullable String signature, String body) {
        return http.post()
                .uri("/api/v1/webhooks/" + type + "/" + source)
                .headers(headers -> {
                    headers.set("X-Stub-Delivery", delivery);
                    if (signature != null) {
                        headers.set("X-Stub-Signature", signature);
                    }
                })
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body.getBytes(StandardCharsets.UTF_8))
                .exchange();
    }

    private JsonNode get(String path) {
        return exchange(HttpMethod.GET, path, null, Role.VIEWER, 200);
    }

    private JsonNode exchange(HttpMethod method, String path, @Nullable String body, Role role, int status) {
        WebTestClient.RequestBodySpec request =
                http.method(method).uri(path).header("Authorization", TestTokens.bearer(client, role));
        if (body != null) {
            request.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
        }
        return request.exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private static String stored(String sql) throws SQLException {
        try (Connection admin = TestDatabase.shared().asAdmin();
                Statement statement = admin.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void change(String sql) throws SQLException {
        try (Connection admin = TestDatabase.shared().asAdmin();
                Statement statement = admin.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
