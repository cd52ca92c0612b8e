package dev.colophon.metadata.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.EventCatalogue;
import dev.colophon.events.EventCodec;
import dev.colophon.events.EventPayload;
import dev.colophon.events.Ids;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.metadata.MetadataGenerated;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.metadata.MetadataApplication;
import dev.colophon.testing.ColophonTest;
import dev.colophon.testing.EventsProbe;
import dev.colophon.testing.TestDatabase;
import dev.colophon.testing.TestEnvironment;
import dev.colophon.testing.TestTokens;
import dev.colophon.web.security.Role;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/**
 * 200 projects with 2,000 items get their metadata from a service with prompt 1.0, which then stops; everything else
 * happens in a service with prompt 1.1 over the same database and broker.
 */
@ColophonTest
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplayIT {

    private static final int PROJECTS = 200;
    private static final int ITEMS = 10;
    private static final UUID CLIENT = UUID.randomUUID();
    private static final String REPLAYS = "/api/v1/ops/metadata/replays";
    private static final PricedProvider PROVIDER = new PricedProvider();

    private static final Set<String> ENDS = Set.of("failed", "cancelled", "completed");
    private static final String OF_CLIENT = " from project_metadata where client_id = '" + CLIENT + "'";

    @Autowired
    WebTestClient http;

    @Autowired
    EventsProbe events;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        settings("1.1").forEach((name, value) -> registry.add(name, () -> value));
    }

    private static Map<String, Object> settings(String promptVersion) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("colophon.metadata.draft.prompt-version", promptVersion);
        settings.put("colophon.ai.openai.api-key", "sk-for-tests-only");
        settings.put("colophon.ai.openai.base-url", PROVIDER.url() + "/v1");
        settings.put("colophon.ai.openai.chat-model", "gpt-4o-mini");
        settings.put("colophon.ai.usage-service-url", PROVIDER.url());
        settings.put("colophon.metadata.generation.concurrency", 8);
        settings.put("colophon.metadata.refresh.quiet", "500ms");
        settings.put("colophon.metadata.refresh.patience", "2s");
        settings.put("colophon.metadata.nightly.pause", "50ms");
        return settings;
    }

    private static String[] arguments(Map<String, Object> settings) {
        return Stream.concat(
                        Stream.of("--server.port=0"),
                        settings.entrySet().stream().map(setting -> "--" + setting.getKey() + "=" + setting.getValue()))
                .toArray(String[]::new);
    }

    @BeforeAll
    static void writeMetadataWithTheOldPrompt() throws Exception {
        try (ConfigurableApplicationContext old = new SpringApplicationBuilder(MetadataApplication.class)
                .initializers(new TestEnvironment())
                .run(arguments(settings("1.0")))) {
            WebTestClient client = WebTestClient.bindToServer()
                    .baseUrl("http://127.0.0.1:" + old.getEnvironment().getProperty("local.server.port"))
                    .responseTimeout(Duration.ofSeconds(30))
                    .build();
            List<UUID> projects = new ArrayList<>();
            for (int i = 0; i < PROJECTS; i++) {
                projects.add(create(client, CLIENT, "Broker tools " + i, null));
            }
            capture(old.getEnvironment().getProperty("spring.kafka.bootstrap-servers"), projects);
            await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
                assertThat(count("select count(*)" + OF_CLIENT + " and status = 'generated' and items_revision = "
                                + ITEMS))
                        .isEqualTo(PROJECTS);
                assertThat(count("select count(*) from work_item where client_id = '" + CLIENT + "'"))
                        .isZero();
            });
        }
        assertThat(withPrompt("1.0")).isEqualTo(PROJECTS);
    }

    @AfterAll
    static void stop() {
        PROVIDER.close();
    }

    @Test
    @Order(1)
    void pausesAtItsCapGoesOnWhenItIsRaisedAndTakesWhatTheDryRunSaid() {
        PROVIDER.questions.clear();
        PROVIDER.promptTokens.set(0);

        JsonNode dry = awaitStatus(
                start(Map.of("topic", "colophon.projects", "client_id", CLIENT, "dry_run", true)), "estimated");

        JsonNode estimate = dry.get("estimate");
        assertThat(estimate.get("events").asLong()).isEqualTo(PROJECTS);
        assertThat(estimate.get("texts").asLong()).isEqualTo(PROJECTS);
        assertThat(estimate.get("cached_texts").asLong()).isZero();
        assertThat(estimate.get("unknown_prices")).isEmpty();
        assertThat(PROVIDER.questions).isEmpty();
        double expected = estimate.at("/cost/expected").asDouble();
        assertThat(expected).isPositive();

        UUID run = start(Map.of(
                "topic",
                "colophon.projects",
                "client_id",
                CLIENT,
                "dry_run_id",
                dry.get("id").asText(),
                "max_cost",
                Math.max(0.000001, Math.floor(expected * 400_000) / 1_000_000)));
        JsonNode paused = awaitStatus(run, "paused");

        assertThat(paused.at("/pause/reason").asText()).isEqualTo("cap_reached");
        assertThat(paused.at("/pause/numbers/cap").isNull()).isFalse();
        await().untilAsserted(() -> {
            long held = replay(run).at("/work/held").asLong();
            assertThat(held).isBetween(1L, PROJECTS - withPrompt("1.1"));
            assertThat(withPrompt("1.1")).isEqualTo(PROVIDER.questions.size());
            assertThat(count("select count(*)" + OF_CLIENT + " and status = 'generated'"))
                    .isEqualTo(PROJECTS);
        });
        assertThat(replay(run).at("/work/pending").asLong()).isZero();
        assertThat(replay(run).at("/work/failed").asLong()).isZero();
        assertThat(PROVIDER.questions).hasSizeBetween(1, PROJECTS - 1);

        change(run, Map.of("max_cost", Math.ceil(expected * 3_000_000) / 1_000_000));
        post(REPLAYS + "/" + run + "/resume");
        JsonNode completed = awaitStatus(run, "completed");

        assertThat(PROVIDER.questions).hasSize(PROJECTS);
        assertThat(withPrompt("1.1")).isEqualTo(PROJECTS);
        assertThat(completed.at("/work/pending").asLong()).isZero();
        assertThat(completed.at("/work/failed").asLong()).isZero();
        assertThat(PROVIDER.reservations)
                .filteredOn(asking -> asking.hasNonNull("replay_id"))
                .hasSize(PROJECTS);
        List<Event<AiUsageObserved>> used =
                events.awaitAtLeast(PROJECTS, AiUsageObserved.class, event -> run.equals(event.replayId()));
        long ledger =
                used.stream().mapToLong(event -> event.payload().inputTokens()).sum();
        long told = estimate.at("/tokens/input").asLong();
        assertThat(used).hasSize(PROJECTS);
        assertThat(ledger).isEqualTo(PROVIDER.promptTokens.get());
        assertThat((double) told).isCloseTo(ledger, within(0.05 * ledger));
        assertThat(events.awaitAtLeast(PROJECTS, MetadataGenerated.class, event -> run.equals(event.replayId())))
                .hasSize(PROJECTS)
                .allMatch(event -> event.payload().promptVersion().equals("1.1"));
    }

    @Test
    @Order(2)
    void takesNothingAndAsksNobodyWhereNothingHasChanged() {
        PROVIDER.questions.clear();
        for (String topic : List.of("colophon.projects", "colophon.items")) {
            JsonNode dry =
                    awaitStatus(start(Map.of("topic", topic, "client_id", CLIENT, "dry_run", true)), "estimated");
            assertThat(dry.at("/estimate/texts").asLong()).as(topic).isZero();
            assertThat(dry.at("/estimate/tokens/input").asLong()).isZero();

            JsonNode completed = awaitStatus(start(Map.of("topic", topic, "client_id", CLIENT)), "completed");

            long matched = topic.endsWith("items") ? PROJECTS * ITEMS : PROJECTS;
            assertThat(completed.at("/progress/events_matched").asLong()).isEqualTo(matched);
            assertThat(completed.at("/progress/events_unchanged").asLong()).isEqualTo(matched);
        }
        assertThat(PROVIDER.questions).isEmpty();
    }

    @Test
    @Order(3)
    void forceWritesAnewWhatHasNotChanged() {
        PROVIDER.questions.clear();
        UUID project = anyProject();
        Instant before = generatedAt(project);

        UUID run = start(Map.of("topic", "colophon.items", "client_id", CLIENT, "project_id", project, "force", true));
        awaitStatus(run, "completed");

        assertThat(PROVIDER.questions).hasSize(1);
        assertThat(generatedAt(project)).isAfter(before);
    }

    @Test
    @Order(4)
    void pausesWhereTheClientsOwnLimitIsReachedAndSpendsNoAttempt() {
        PROVIDER.questions.clear();
        UUID project = anyProject();
        PROVIDER.limitReached = true;
        UUID run =
                start(Map.of("topic", "colophon.projects", "client_id", CLIENT, "project_id", project, "force", true));

        JsonNode paused = awaitStatus(run, "paused");

        assertThat(paused.at("/pause/reason").asText()).isEqualTo("over_budget");
        await().untilAsserted(() -> assertThat(text("select state || ' ' || attempts || ' ' || (lease_token is null)"
                        + " from work_item where replay_id = '" + run + "'"))
                .isEqualTo("held 0 true"));
        assertThat(count("select count(*)" + OF_CLIENT + " and status = 'generated'"))
                .isEqualTo(PROJECTS);
        PROVIDER.limitReached = false;
        post(REPLAYS + "/" + run + "/resume");
        awaitStatus(run, "completed");
        assertThat(PROVIDER.questions).hasSize(1);
    }

    @Test
    @Order(5)
    void dropsItsWorkWhenItIsCancelledAndLeavesProjectsAsTheyWere() {
        PROVIDER.questions.clear();
        PROVIDER.open = new CountDownLatch(1);
        UUID run = start(Map.of("topic", "colophon.projects", "client_id", CLIENT, "force", true));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> count("select count(*) from work_item where replay_id = '" + run + "'") == PROJECTS);

        post(REPLAYS + "/" + run + "/cancel");
        PROVIDER.open.countDown();
        awaitStatus(run, "cancelled");

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(count("select count(*) from work_item where replay_id = '" + run + "'"))
                    .isZero();
            assertThat(count("select count(*)" + OF_CLIENT + " and status = 'generated'"))
                    .isEqualTo(PROJECTS);
        });
        assertThat(PROVIDER.questions).hasSizeLessThanOrEqualTo(16);
    }

    @Test
    @Order(6)
    void itsJobsSeeToProjectsWithoutMetadataAndToWhatIsOrphanedOrOutdated() throws SQLException {
        UUID client = UUID.randomUUID();
        UUID lacking = create(http, client, "Bees", "Keeps bees in hives and harvests their honey.");
        UUID unwanted = create(http, client, "Wasps", "Keeps wasps away from hives of bees.");
        UUID stuck = create(http, client, "Hives", "Builds hives for bees out of wood and straw.");
        Set<UUID> all = Set.of(lacking, unwanted, stuck);
        await().untilAsserted(() -> assertThat(count("select count(*) from project_metadata where client_id = '"
                        + client + "' and status = 'generated'"))
                .isEqualTo(all.size()));
        execute("update project_metadata set meta = null, status = 'none' where project_id in ('" + lacking + "', '"
                + unwanted + "')");
        execute("update project set auto_metadata = false where id = '" + unwanted + "'");
        execute("update project_metadata set meta = null, status = 'in_progress' where project_id = '" + stuck + "'");
        execute("update result_cache set expires_at = now() - interval '1 day' where client_id = '" + client + "'");
        execute("insert into work_item (id, queue, client_id, subject_id, priority, due_at, created_at) values"
                + " (gen_random_uuid(), 'metadata', '" + client + "', gen_random_uuid(), 10, now() + interval '1 day',"
                + " now())");

        JsonNode night = runJob("nightly-metadata");
        JsonNode tidy = runJob("weekly-metadata-cleanup");

        assertThat(night.get("projects_asked_for").asLong()).isPositive();
        assertThat(tidy.get("projects_put_back_to_work").asLong()).isPositive();
        assertThat(tidy.get("orphaned_work_removed").asLong()).isPositive();
        assertThat(tidy.get("outdated_results_removed").asLong()).isGreaterThanOrEqualTo(3);
        await().untilAsserted(() -> assertThat(count("select count(*) from project_metadata where project_id in ('"
                        + lacking + "', '" + stuck + "') and status = 'generated' and meta is not null"))
                .isEqualTo(2));
        assertThat(count(
                        "select count(*) from project_metadata where project_id = '" + unwanted + "' and meta is null"))
                .isEqualTo(1);
    }

    private JsonNode runJob(String name) {
        String jobs = "/api/v1/ops/metadata/jobs";
        String before = lastRun(jobs, name).path("id").asText();
        post(jobs + "/" + name + "/run");
        JsonNode done = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> lastRun(jobs, name),
                        run -> !run.path("id").asText().equals(before) && run.hasNonNull("outcome"));
        assertThat(done.get("outcome").asText()).isEqualTo("succeeded");
        return done.get("result");
    }

    private JsonNode lastRun(String jobs, String name) {
        for (JsonNode job : ask(HttpMethod.GET, jobs, null).get("items")) {
            if (job.get("name").asText().equals(name)) {
                return job.get("last_run");
            }
        }
        throw new AssertionError("no job " + name);
    }

    private UUID start(Map<String, Object> request) {
        return UUID.fromString(ask(HttpMethod.POST, REPLAYS, request).get("id").asText());
    }

    private void change(UUID replay, Map<String, Object> changes) {
        ask(HttpMethod.PATCH, REPLAYS + "/" + replay, changes);
    }

    private void post(String path) {
        ask(HttpMethod.POST, path, Map.of());
    }

    private JsonNode replay(UUID id) {
        return ask(HttpMethod.GET, REPLAYS + "/" + id, null);
    }

    private JsonNode awaitStatus(UUID id, String status) {
        JsonNode found = await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> replay(id),
                        replay -> status.equals(replay.get("status").asText())
                                || ENDS.contains(replay.get("status").asText()));
        assertThat(found.get("status").asText()).as(found.toPrettyString()).isEqualTo(status);
        return found;
    }

    private JsonNode ask(HttpMethod method, String path, Map<String, Object> body) {
        WebTestClient.RequestBodySpec request = http.method(method)
                .uri(path)
                .header("Authorization", TestTokens.bearer(UUID.randomUUID(), Role.OPERATOR));
        if (body != null) {
            request.bodyValue(body);
        }
        return request.exchange()
                .expectStatus()
                .is2xxSuccessful()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private static UUID create(WebTestClient client, UUID owner, String name, String description) {
        Map<String, Object> project = new HashMap<>(Map.of("name", name));
        if (description != null) {
            project.put("description", description);
        }
        JsonNode created = client.post()
                .uri("/api/v1/projects")
                .header("Authorization", TestTokens.bearer(owner, Role.MEMBER))
                .bodyValue(project)
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        return UUID.fromString(created.get("id").asText());
    }

    /** Items of words, hashes and code such as people write; the same in every run. */
    private static void capture(String broker, List<UUID> projects) {
        Random random = new Random(7);
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker), new StringSerializer(), new ByteArraySerializer())) {
            for (UUID project : projects) {
                for (int i = 0; i < ITEMS; i++) {
                    send(producer, item(project, i, random));
                }
            }
        }
    }

    private static ItemCaptured item(UUID project, int number, Random random) {
        boolean document = number < 3;
        String path = document ? "docs/part-" + number + ".md" : "c0ffee" + Integer.toHexString(random.nextInt());
        String text = Sentences.about(random, document ? 120 : 12);
        return new ItemCaptured(
                new ClientId(CLIENT),
                project,
                Ids.derived(project.toString(), path),
                null,
                document ? ItemKind.DOCUMENT : ItemKind.COMMIT,
                path,
                1,
                text.substring(0, 40),
                text,
                1,
                1,
                null,
                "somebody",
                "en",
                document ? Map.of("path", path) : Map.of(),
                Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number),
                Instant.now());
    }

    private static void send(KafkaProducer<String, byte[]> producer, EventPayload payload) {
        Event<EventPayload> event = new Event<>(Ids.newId(), "/test", Instant.now(), payload, null, null, null, null);
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                EventCatalogue.topicOf(payload.getClass()).topicName(),
                payload.key(),
                EventCodec.payloadJson(payload).getBytes(StandardCharsets.UTF_8));
        EventCodec.headers(event)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(record);
    }

    private static long withPrompt(String version) {
        return count("select count(*)" + OF_CLIENT + " and meta ->> 'prompt_version' = '" + version + "'");
    }

    private static UUID anyProject() {
        return UUID.fromString(text("select min(project_id::text)" + OF_CLIENT));
    }

    private static Instant generatedAt(UUID project) {
        return Instant.parse(
                text("select meta ->> 'generated_at' from project_metadata where project_id = '" + project + "'"));
    }

    private static long count(String sql) {
        return Long.parseLong(text(sql));
    }

    private static String text(String sql) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect() throws SQLException {
        Connection connection = TestDatabase.shared().asAdmin();
        connection.setSchema("metadata");
        return connection;
    }
}
