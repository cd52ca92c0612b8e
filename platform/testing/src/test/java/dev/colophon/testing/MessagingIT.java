package dev.colophon.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.EventCodec;
import dev.colophon.events.Ids;
import dev.colophon.events.Topic;
import dev.colophon.events.metadata.MetadataRequested;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.messaging.Traces;
import dev.colophon.messaging.inbox.EventListenerSupport;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.ReplayContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;

@ColophonTest
@ExtendWith(OutputCaptureExtension.class)
class MessagingIT {

    private static final String DEAD_LETTERS = Topic.PROJECTS.deadLetterTopic("platform-test");

    @Autowired
    ClientTransactions transactions;

    @Autowired
    Outbox outbox;

    @Autowired
    EventsProbe events;

    @Autowired
    Notes notes;

    @Autowired
    NoteListener listener;

    @Autowired
    EventListenerSupport support;

    @Autowired
    Traces traces;

    private final UUID client = UUID.randomUUID();

    @Test
    void publishesWhatATransactionAppendsInItsOrderAndItsTrace() {
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        UUID project = UUID.randomUUID();
        MetadataRequested[] requests = IntStream.range(0, 50)
                .mapToObj(i -> request(project, "reason " + i))
                .toArray(MetadataRequested[]::new);

        traces.inSpan("test", parent, transactions.inClient(client, outbox.append(requests)))
                .block();

        List<Event<MetadataRequested>> published =
                events.awaitAtLeast(50, MetadataRequested.class, event -> event.payload()
                        .projectId()
                        .equals(project));
        assertThat(published)
                .extracting(event -> event.payload().reason())
                .containsExactly(
                        IntStream.range(0, 50).mapToObj(i -> "reason " + i).toArray(String[]::new));
        assertThat(published).allSatisfy(event -> {
            assertThat(event.source()).isEqualTo("/platform-test");
            assertThat(event.correlationId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
            assertThat(event.traceparent()).startsWith("00-0af7651916cd43dd8448eb211c80319c-");
        });
    }

    @Test
    void publishesWhatIsAppendedAloneInItsOrderAndItsTrace() {
        String parent = "00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        UUID project = UUID.randomUUID();
        String awkward = "\"quoted\", \\u0000 and 漢字\n";
        MetadataRequested[] requests = IntStream.range(0, 50)
                .mapToObj(i -> request(project, awkward + i))
                .toArray(MetadataRequested[]::new);

        traces.inSpan("test", parent, outbox.appendAlone(client, requests)).block();

        List<Event<MetadataRequested>> published =
                events.awaitAtLeast(50, MetadataRequested.class, event -> event.payload()
                        .projectId()
                        .equals(project));
        assertThat(published)
                .extracting(event -> event.payload().reason())
                .containsExactly(
                        IntStream.range(0, 50).mapToObj(i -> awkward + i).toArray(String[]::new));
        assertThat(published).allSatisfy(event -> assertThat(event.traceparent())
                .startsWith("00-1af7651916cd43dd8448eb211c80319c-"));
    }

    @Test
    void publishesNothingOfATransactionThatRollsBack() {
        UUID project = UUID.randomUUID();
        UUID after = UUID.randomUUID();
        Mono<Void> failing =
                outbox.append(request(project, "lost")).then(Mono.error(new IllegalStateException("stop")));

        assertThatThrownBy(() -> transactions.inClient(client, failing).block()).hasMessage("stop");
        transactions.inClient(client, outbox.append(request(after, "kept"))).block();

        events.await(
                MetadataRequested.class, event -> event.payload().projectId().equals(after));
        assertThat(events.all(
                        MetadataRequested.class,
                        event -> event.payload().projectId().equals(project)))
                .isEmpty();
    }

    @Test
    void hidesTheOutboxFromOtherClients() {
        assertThatThrownBy(() -> transactions
                        .inClient(UUID.randomUUID(), outbox.append(request(UUID.randomUUID(), "smuggled")))
                        .block())
                .hasMessageContaining("row-level security");
        assertThatThrownBy(() -> outbox.appendAlone(UUID.randomUUID(), request(UUID.randomUUID(), "smuggled"))
                        .block())
                .hasMessageContaining("row-level security");
    }

    @Test
    void publishesTombstones() {
        String key = client + "/" + UUID.randomUUID();

        transactions
                .inClient(client, outbox.tombstones(Topic.ITEMS, List.of(key), client))
                .block();

        await().untilAsserted(() -> assertThat(events.records(Topic.ITEMS.topicName()))
                .anySatisfy(record -> {
                    assertThat(record.key()).isEqualTo(key);
                    assertThat(record.value()).isNull();
                }));
    }

    @Test
    void handlesAnEventOnceHoweverOftenItIsDelivered() {
        UUID id = Ids.newId();
        ProjectCreated created = project("once");
        for (int i = 0; i < 5; i++) {
            events.publish(id, created, null);
        }
        events.publish(project("the end"));

        await().untilAsserted(() -> assertThat(count()).isEqualTo(2));
        assertThat(listener.attempts.get("once")).hasValue(1);
    }

    @Test
    void carriesAReplayFromEventToEventEvenWhereCodeBlocks() {
        UUID replay = UUID.randomUUID();
        ProjectCreated caused = project("caused by a replay");
        Mono<Void> blocking = Mono.fromRunnable(
                () -> transactions.inClient(client, outbox.append(caused)).block());

        blocking.contextWrite(ReplayContext.of(replay)).block();
        transactions
                .inClient(client, outbox.append(project("caused by nobody")))
                .block();

        await().untilAsserted(() -> assertThat(count()).isEqualTo(2));
        assertThat(events.all(
                        ProjectCreated.class, event -> event.clientId().value().equals(client)))
                .extracting(Event::replayId)
                .containsExactlyInAnyOrder(replay, null);
        assertThat(listener.replays.get(caused.name())).contains(replay);
        assertThat(listener.replays.get("caused by nobody")).isEmpty();
    }

    @Test
    void putsPoisonAsideAndHandlesTheRest() {
        String poison = "poison " + client;
        String flaky = "flaky " + client;
        events.publish(project("before"));
        events.publish(project(poison));
        events.publish(project(flaky));
        events.publishRaw("colophon.projects", client + "/x", Map.of("ce_id", "no uuid"), bytes("{}"));
        events.publishRaw(
                "colophon.projects",
                client + "/x",
                Map.of(
                        "ce_id",
                        UUID.randomUUID().toString(),
                        "ce_type",
                        "dev.colophon.project.created.v1",
                        "ce_source",
                        "/test",
                        "ce_time",
                        "2026-01-01T00:00:00Z"),
                bytes("{not json"));
        events.publishRaw("colophon.projects", client + "/gone", Map.of(), null);
        events.publish(project("after"));

        await().untilAsserted(() -> assertThat(count()).isEqualTo(3));
        await().untilAsserted(() -> assertThat(deadLetters()).hasSize(3));
        assertThat(listener.attempts.get(flaky)).hasValueGreaterThanOrEqualTo(3);
        ConsumerRecord<String, byte[]> letter = deadLetters().stream()
                .filter(record -> new String(record.value(), StandardCharsets.UTF_8).contains(poison))
                .findFirst()
                .orElseThrow();
        assertThat(header(letter, "dlt_original_topic")).isEqualTo("colophon.projects");
        assertThat(header(letter, "dlt_error_message")).isEqualTo("cannot digest " + poison);
        assertThat(header(letter, "dlt_attempts")).isEqualTo("5");
        assertThat(header(letter, "ce_type")).isEqualTo("dev.colophon.project.created.v1");
    }

    @Test
    void saysWhatABatchWaitsForUntilItIsHandled(CapturedOutput output) {
        events.publish(project("adrift " + client));

        await().untilAsserted(() -> assertThat(count()).isEqualTo(1));

        assertThat(output)
                .containsPattern("WARN .*records of \\[colophon.projects-\\d.* have to wait: .*database is away");
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void waitsForAllThatFailsTogether() {
        List<String> poison = List.of("poison 1 " + client, "poison 2 " + client);
        List<ConsumerRecord<String, byte[]>> batch =
                poison.stream().map(name -> record(project(name))).toList();

        support.handle("platform-test-by-hand", batch, listener);

        List<String> tried = listener.tried.stream().filter(poison::contains).toList();
        assertThat(tried.subList(tried.size() - 4, tried.size()))
                .containsExactly(poison.get(0), poison.get(1), poison.get(0), poison.get(1));
        assertThat(events.records(Topic.PROJECTS.deadLetterTopic("platform-test-by-hand")).stream()
                        .filter(letter -> letter.key().startsWith(client.toString())))
                .hasSize(2)
                .allSatisfy(letter -> assertThat(header(letter, "dlt_attempts")).isEqualTo("5"));
    }

    @Test
    void setsAnEventAsideThatTheBrokerRefusesAndPublishesTheNext() throws Exception {
        UUID project = UUID.randomUUID();
        transactions
                .inClient(client, outbox.append(request(project, "x".repeat(1_200_000)), request(project, "small")))
                .block();

        assertThat(events.await(
                        MetadataRequested.class,
                        event -> event.payload().projectId().equals(project)))
                .extracting(event -> event.payload().reason())
                .containsExactly("small");
        try (var admin = TestDatabase.shared().asAdmin();
                var aside = admin.createStatement()
                        .executeQuery("select last_error from testing.outbox where client_id = '" + client
                                + "' and failed_at is not null")) {
            assertThat(aside.next()).isTrue();
            assertThat(aside.getString(1)).contains("RecordTooLarge");
        }
    }

    @Test
    void goesOnAfterTheDatabaseDroppedEveryConnection() throws Exception {
        try (var admin = TestDatabase.shared().asAdmin()) {
            admin.createStatement()
                    .execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'testing_app'");
        }
        UUID project = UUID.randomUUID();

        await().ignoreExceptions().until(() -> transactions
                .inClient(client, outbox.append(request(project, "after")).thenReturn(true))
                .block());
        events.publish(project("after the drop"));

        events.await(
                MetadataRequested.class, event -> event.payload().projectId().equals(project));
        await().untilAsserted(() -> assertThat(count()).isEqualTo(1));
    }

    private List<ConsumerRecord<String, byte[]>> deadLetters() {
        return events.records(DEAD_LETTERS).stream()
                .filter(record -> String.valueOf(record.key()).startsWith(client.toString()))
                .toList();
    }

    private long count() {
        Long count = transactions.inClient(client, notes.count()).block();
        return count == null ? 0 : count;
    }

    private MetadataRequested request(UUID project, String reason) {
        return new MetadataRequested(new ClientId(client), project, Ids.newId(), false, reason);
    }

    private ProjectCreated project(String name) {
        return new ProjectCreated(
                new ClientId(client),
                UUID.randomUUID(),
                name,
                null,
                null,
                false,
                Instant.parse("2026-11-21T00:00:00Z"));
    }

    private static ConsumerRecord<String, byte[]> record(ProjectCreated payload) {
        Event<ProjectCreated> event = new Event<>(Ids.newId(), "/test", Instant.now(), payload, null, null, null, null);
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(
                Topic.PROJECTS.topicName(), 0, 0, payload.key(), bytes(EventCodec.payloadJson(payload)));
        EventCodec.headers(event).forEach((name, value) -> record.headers().add(name, bytes(value)));
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
