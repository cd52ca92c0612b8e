package dev.colophon.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.EventCodec;
import dev.colophon.events.Ids;
import dev.colophon.events.Topic;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.messaging.replay.ReplayBrake;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.web.security.Role;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.web.reactive.server.WebTestClient;

@ColophonTest
class ReplayIT {

    private static final Logger log = LoggerFactory.getLogger(ReplayIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PATH = "/api/v1/ops/testing/replays";

    private static ConfigurableApplicationContext second;

    @Autowired
    WebTestClient http;

    @Autowired
    EventsProbe events;

    @Autowired
    ClientTransactions transactions;

    @Autowired
    DatabaseClient database;

    @Autowired
    WorkQueue queue;

    @Autowired
    ReplayBrake brake;

    @Autowired
    NoteListener listener;

    private final UUID client = UUID.randomUUID();
    private final UUID project = UUID.randomUUID();

    @BeforeAll
    static void startAnotherInstance() {
        second = new SpringApplicationBuilder(PlatformApplication.class)
                .initializers(new TestEnvironment())
                .properties("server.port=0", "colophon.test.instance=second")
                .run();
    }

    @AfterAll
    static void stopTheOtherInstance() {
        second.close();
    }

    @BeforeEach
    void forget() {
        EchoReplay.PAID_FOR.set(false);
        EchoReplay.KILLS.set(0);
        EchoReplay.MOST_INSIDE.set(0);
    }

    @Test
    void replaysTheRangeAndNothingElse() {
        publish(20, i -> "before");
        Instant from = Instant.now();
        Set<String> wanted = publish(30, i -> "within");
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(from.plusMillis(20)));
        Instant to = Instant.now();
        publish(10, i -> "after");

        JsonNode replay = completed(begin(Map.of("from", from.toString(), "to", to.toString(), "client_id", client)));

        assertThat(noted()).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(replay.at("/progress/events_matched").asInt()).isEqualTo(30);
        assertThat(replay.at("/progress/share").asDouble()).isEqualTo(1);
        assertThat(replay.at("/work/pending").asInt()).isZero();
        assertThat(audit(replay)).containsExactly("requested", "completed");
    }

    @Test
    void replaysByOffsetsTypesKindsAndProject() {
        publish(40, i -> "by offset");
        UUID other = UUID.randomUUID();
        publish(List.of(item(other, ItemKind.COMMIT, "elsewhere"), item(project, ItemKind.COMMIT, "a commit")));
        List<ConsumerRecord<String, byte[]>> mine = mine();
        ConsumerRecord<String, byte[]> first = mine.get(0);
        Map<String, Object> one = Map.of(String.valueOf(first.partition()), first.offset());
        Map<String, Object> next = Map.of(String.valueOf(first.partition()), first.offset() + 1);

        completed(begin(Map.of("from", one, "to", next)));
        assertThat(noted()).containsExactly(header(first, "ce_id"));

        JsonNode commits =
                completed(begin(Map.of("client_id", client, "project_id", project, "kinds", List.of("commit"))));
        assertThat(commits.at("/progress/events_matched").asInt()).isEqualTo(1);
        JsonNode removals =
                completed(begin(Map.of("client_id", client, "types", List.of("dev.colophon.item.removed.v1"))));
        assertThat(removals.at("/progress/events_matched").asInt()).isZero();
        assertThat(removals.at("/progress/events_read").asInt()).isGreaterThanOrEqualTo(42);
    }

    @Test
    void handlesEachEventOnceThroughCrashesPausesAndRecordsThatCannotBeHandled() {
        Set<String> good = publish(3_000, i -> "good");
        publish(3, i -> "poison " + i);
        publishUnreadable(2);
        EchoReplay.KILLS.set(3);

        UUID id = begin(Map.of("client_id", client, "max_per_second", 2_500));
        await().atMost(PATIENCE)
                .until(() -> replay(id).at("/progress/events_matched").asInt() > 300);
        call(HttpMethod.POST, "/" + id + "/pause", null, 200);
        int held = replay(id).at("/progress/events_matched").asInt();
        await().atMost(PATIENCE)
                .during(Duration.ofMillis(700))
                .until(() -> replay(id).at("/progress/events_matched").asInt() == held
                        && replay(id).at("/pause/reason").asText().equals("requested"));
        call(HttpMethod.POST, "/" + id + "/resume", null, 200);
        call(HttpMethod.PATCH, "/" + id, Map.of("max_per_second", 100_000), 200);
        JsonNode replay = completed(id);

        assertThat(noted()).containsExactlyInAnyOrderElementsOf(good);
        assertThat(replay.at("/progress/events_failed").asInt()).isEqualTo(5);
        assertThat(replay.at("/progress/events_matched").asInt()).isEqualTo(3_005);
        assertThat(call(HttpMethod.GET, "/" + id + "/failures", null, 200).at("/items"))
                .hasSize(5)
                .anyMatch(failure -> failure.at("/error").asText().contains("cannot digest"))
                .anyMatch(failure -> failure.at("/error_class").asText().contains("Unreadable"));
        assertThat(EchoReplay.MOST_INSIDE).hasValue(1);
        assertThat(audit(replay)).containsExactly("requested", "paused", "resumed", "changed", "completed");
    }

    @Test
    void saysWhatItWouldTakeAndChangesNothing() {
        publish(10, i -> "new");
        publish(5, i -> "unchanged");

        JsonNode dry = call(HttpMethod.POST, "", body(Map.of("client_id", client, "dry_run", true)), 200);

        assertThat(dry.at("/status").asText()).isEqualTo("estimated");
        assertThat(dry.at("/estimate/events").asInt()).isEqualTo(15);
        assertThat(dry.at("/estimate/texts").asInt()).isEqualTo(10);
        assertThat(dry.at("/estimate/tokens/input").asInt()).isEqualTo(100);
        assertThat(dry.at("/estimate/cost/worst").decimalValue()).isEqualByComparingTo("0.20");
        assertThat(dry.at("/progress/events_unchanged").asInt()).isEqualTo(5);
        assertThat(noted()).isEmpty();

        EchoReplay.PAID_FOR.set(true);
        publish(10, i -> "later");
        UUID run = begin(Map.of("dry_run_id", dry.at("/id").asText()));
        JsonNode replay = completed(run);
        assertThat(noted()).hasSize(10);
        assertThat(replay.at("/client_id").asText()).isEqualTo(client.toString());
        assertThat(PlayMoney.SET_ASIDE.get(client)).isEqualByComparingTo("0.20");
        assertThat(PlayMoney.GIVEN_BACK).contains(client);
        assertThat(replay.at("/spent").decimalValue()).isEqualByComparingTo("0.03");
    }

    @Test
    void pausesAtItsCapAndGoesOnWhenThatIsRaised() {
        EchoReplay.PAID_FOR.set(true);
        publish(400, i -> "work");
        UUID id = begin(Map.of("client_id", client, "max_cost", 0.5, "max_per_second", 500));
        await().atMost(PATIENCE).until(() -> replay(id).at("/work/pending").asInt() > 0);
        assertThat(PlayMoney.SET_ASIDE.get(client)).isEqualByComparingTo("0.5");

        brake.hold(id, ReplayBrake.Reason.CAP_REACHED, "used up", Map.of("cap", new BigDecimal("0.5")))
                .block();
        JsonNode paused = replay(id);
        assertThat(paused.at("/status").asText()).isEqualTo("paused");
        assertThat(paused.at("/pause/reason").asText()).isEqualTo("cap_reached");
        assertThat(paused.at("/pause/numbers/cap").decimalValue()).isEqualByComparingTo("0.5");
        assertThat(paused.at("/work/pending").asInt()).isZero();
        assertThat(paused.at("/work/held").asInt()).isPositive();
        assertThat(claim()).isEmpty();

        call(HttpMethod.PATCH, "/" + id, Map.of("max_cost", 9, "max_per_second", 10_000), 200);
        assertThat(PlayMoney.SET_ASIDE.get(client)).isEqualByComparingTo("9");
        call(HttpMethod.POST, "/" + id + "/resume", null, 200);
        workUntil(id, "completed");
        assertThat(noted()).hasSize(400);
    }

    @Test
    void doesNotBeginWhereTheBudgetHasNoRoom() {
        EchoReplay.PAID_FOR.set(true);
        PlayMoney.POOR.add(client);
        publish(5, i -> "dear");
        UUID id = begin(Map.of("client_id", client));

        await().atMost(PATIENCE).until(() -> replay(id).at("/status").asText().equals("paused"));
        assertThat(replay(id).at("/pause/reason").asText()).isEqualTo("over_budget");
        assertThat(replay(id).at("/pause/detail").asText()).contains("the month's limit");
        assertThat(noted()).isEmpty();

        PlayMoney.POOR.remove(client);
        call(HttpMethod.POST, "/" + id + "/resume", null, 200);
        completed(id);
        assertThat(noted()).hasSize(5);
    }

    @Test
    void readsNoFurtherThanItsWorkGets() {
        publish(1_500, i -> "work");
        UUID id = begin(Map.of("client_id", client));

        await().atMost(PATIENCE).until(() -> replay(id).at("/work/pending").asInt() >= 100);
        await().atMost(PATIENCE)
                .during(Duration.ofSeconds(1))
                .until(() -> replay(id).at("/progress/events_matched").asInt() < 1_000);
        assertThat(replay(id).at("/status").asText()).isEqualTo("running");
        workUntil(id, "completed");
        assertThat(noted()).hasSize(1_500);
    }

    @Test
    void dropsWhatWaitsWhenCancelled() {
        publish(300, i -> "work");
        UUID id = begin(Map.of("client_id", client, "max_per_second", 100));
        await().atMost(PATIENCE).until(() -> replay(id).at("/work/pending").asInt() > 0);

        JsonNode cancelled = call(HttpMethod.POST, "/" + id + "/cancel", null, 200);

        assertThat(cancelled.at("/status").asText()).isEqualTo("cancelled");
        assertThat(cancelled.at("/work/pending").asInt()).isZero();
        int read = noted().size();
        await().atMost(PATIENCE).during(Duration.ofMillis(500)).until(() -> noted().size() == read);
        assertThat(read).isLessThan(300);
        call(HttpMethod.POST, "/" + id + "/resume", null, 409);
        call(HttpMethod.POST, "/" + id + "/cancel", null, 200);
    }

    @Test
    void letsLiveEventsGoFirst() {
        publish(50, i -> "patient");
        await().atMost(PATIENCE).until(() -> {
            events.publish(new ProjectCreated(
                    new ClientId(UUID.randomUUID()),
                    UUID.randomUUID(),
                    "slow",
                    null,
                    null,
                    false,
                    Instant.parse("2026-11-21T00:00:00Z")));
            return listener.isWaiting() && second.getBean(NoteListener.class).isWaiting();
        });
        UUID id = begin(Map.of("client_id", client));

        await().atMost(PATIENCE).during(Duration.ofMillis(800)).until(() -> noted().isEmpty());
        NoteListener.GO_ON.countDown();
        completed(id);
        assertThat(noted()).hasSize(50);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThat(refused(Map.of("topic", "colophon.projects")))
                .contains("topic")
                .contains("colophon.items");
        assertThat(refused(Map.of("from", "yesterday"))).contains("from");
        assertThat(refused(Map.of("from", Map.of("99", 1)))).contains("from").contains("partition 99");
        assertThat(refused(Map.of("from", Map.of("0", -1)))).contains("from");
        assertThat(refused(Map.of("from", "2026-02-01T00:00:00Z", "to", "2026-01-01T00:00:00Z")))
                .contains("to");
        assertThat(refused(Map.of("types", List.of("x")))).contains("types").contains("dev.colophon.item.captured.v1");
        assertThat(refused(Map.of("kinds", List.of("poem")))).contains("kinds[0]");
        assertThat(refused(Map.of("max_per_second", -1))).contains("max_per_second");
        assertThat(refused(Map.of("max_cost", "much"))).contains("max_cost");
        assertThat(refused(Map.of("max_cost", -1))).contains("max_cost");
        assertThat(refused(Map.of("dry_run_id", UUID.randomUUID()))).contains("dry_run_id");
        assertThat(refused(Map.of("speed", 1))).contains("speed");
        assertThat(call(HttpMethod.GET, "?status=bored", null, 400).toString()).contains("status");
        call(HttpMethod.GET, "/" + UUID.randomUUID(), null, 404);
        http.get()
                .uri(PATH)
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    @Test
    void answersARepeatedRequestWithTheSameReplayAndListsInPages() {
        Map<String, Object> body =
                body(Map.of("client_id", client, "from", Instant.now().toString()));
        String key = UUID.randomUUID().toString();
        UUID first = UUID.fromString(post(body, key).at("/id").asText());
        assertThat(post(body, key).at("/id").asText()).isEqualTo(first.toString());
        UUID another = begin(Map.of("client_id", client, "from", Instant.now().toString()));

        JsonNode page = call(HttpMethod.GET, "?limit=1&topic=colophon.items", null, 200);
        assertThat(page.at("/items/0/id").asText()).isEqualTo(another.toString());
        JsonNode next = call(
                HttpMethod.GET, "?limit=1&cursor=" + page.at("/next_cursor").asText(), null, 200);
        assertThat(next.at("/items/0/id").asText()).isEqualTo(first.toString());
    }

    @Test
    void readsFast() {
        int count = 80_000;
        String text = "A sentence of the usual length, as descriptions hold many of them. ".repeat(12);
        publish(IntStream.range(0, count)
                .mapToObj(i -> item(project, ItemKind.JIRA_ISSUE, "unchanged " + i, text))
                .toList());

        JsonNode replay = completed(begin(Map.of("client_id", client)));

        assertThat(replay.at("/progress/events_unchanged").asInt()).isEqualTo(count);
        log.info(
                "{} unchanged events at {} a second",
                count,
                replay.at("/progress/events_per_second").asDouble());
    }

    private Set<String> publish(int count, IntFunction<String> title) {
        return publish(IntStream.range(0, count)
                .mapToObj(i -> item(project, ItemKind.JIRA_ISSUE, title.apply(i)))
                .toList());
    }

    private Set<String> publish(List<ItemCaptured> items) {
        Set<String> ids = new HashSet<>();
        try (KafkaProducer<String, byte[]> producer = producer()) {
            for (ItemCaptured item : items) {
                UUID id = Ids.newId();
                ids.add(id.toString());
                Event<ItemCaptured> event = new Event<>(id, "/test", Instant.now(), item, null, null, null, null);
                ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                        Topic.ITEMS.topicName(),
                        item.key(),
                        EventCodec.payloadJson(item).getBytes(StandardCharsets.UTF_8));
                EventCodec.headers(event)
                        .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
                producer.send(record);
            }
        }
        return ids;
    }

    private void publishUnreadable(int count) {
        for (int i = 0; i < count; i++) {
            Map<String, String> headers =
                    new TreeMap<>(Map.of("ce_type", "dev.colophon.item.captured.v1", "ce_clientid", client.toString()));
            headers.put("ce_id", UUID.randomUUID().toString());
            headers.put("ce_specversion", "1.0");
            events.publishRaw(
                    Topic.ITEMS.topicName(),
                    client + "/broken" + i,
                    headers,
                    "{not json".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", TestBroker.shared().bootstrapServers(), "linger.ms", "20"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private ItemCaptured item(UUID projectId, ItemKind kind, String title) {
        return item(projectId, kind, title, "text");
    }

    private ItemCaptured item(UUID projectId, ItemKind kind, String title, String text) {
        UUID id = UUID.randomUUID();
        return new ItemCaptured(
                new ClientId(client),
                projectId,
                id,
                null,
                kind,
                id.toString(),
                1,
                title,
                text,
                1,
                1,
                null,
                null,
                null,
                Map.of(),
                null,
                Instant.parse("2026-11-21T00:00:00Z"));
    }

    private List<ConsumerRecord<String, byte[]>> mine() {
        return events.records(Topic.ITEMS.topicName()).stream()
                .filter(record -> String.valueOf(record.key()).startsWith(client.toString()))
                .toList();
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private List<String> noted() {
        List<String> texts = transactions
                .inClient(
                        client,
                        database.sql("select text from note")
                                .mapValue(String.class)
                                .all()
                                .collectList())
                .block();
        return texts == null ? List.of() : texts;
    }

    private List<WorkItem> claim() {
        List<WorkItem> claimed =
                queue.claim(EchoReplay.QUEUE, 500, Duration.ofMinutes(1)).block();
        return claimed == null
                ? List.of()
                : claimed.stream()
                        .filter(item -> item.clientId().equals(client))
                        .toList();
    }

    private void workUntil(UUID id, String status) {
        await().atMost(PATIENCE).until(() -> {
            List<WorkItem> claimed = new ArrayList<>(claim());
            claimed.forEach(item -> queue.complete(List.of(item)).block());
            return replay(id).at("/status").asText().equals(status);
        });
    }

    private Map<String, Object> body(Map<String, Object> fields) {
        Map<String, Object> body = new HashMap<>(Map.of("topic", "colophon.items", "reason", "a test"));
        body.putAll(fields);
        return body;
    }

    private UUID begin(Map<String, Object> fields) {
        return UUID.fromString(
                call(HttpMethod.POST, "", body(fields), 202).at("/id").asText());
    }

    private String refused(Map<String, Object> fields) {
        return call(HttpMethod.POST, "", body(fields), 400).at("/errors").toString();
    }

    private JsonNode replay(UUID id) {
        return call(HttpMethod.GET, "/" + id, null, 200);
    }

    private JsonNode completed(UUID id) {
        return await().atMost(PATIENCE)
                .until(() -> replay(id), replay -> replay.at("/status").asText().equals("completed"));
    }

    private List<String> audit(JsonNode replay) {
        List<String> actions = new ArrayList<>();
        call(HttpMethod.GET, "/" + replay.at("/id").asText() + "/audit", null, 200)
                .at("/items")
                .forEach(entry -> actions.add(entry.at("/action").asText()));
        return actions;
    }

    private JsonNode call(HttpMethod method, String path, Object body, int status) {
        WebTestClient.RequestBodySpec request =
                http.method(method).uri(PATH + path).header("Authorization", TestTokens.bearer(client, Role.OPERATOR));
        WebTestClient.RequestHeadersSpec<?> sent = body == null ? request : request.bodyValue(body);
        return sent.exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }

    private JsonNode post(Map<String, Object> body, String key) {
        return http.post()
                .uri(PATH)
                .header("Authorization", TestTokens.bearer(client, Role.OPERATOR))
                .header("Idempotency-Key", key)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
    }
}
