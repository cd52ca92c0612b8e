package dev.colophon.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.colophon.events.ClientId;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.ops.broker.BrokerView;
import dev.colophon.ops.broker.ConsumerStanding;
import dev.colophon.ops.broker.TopicStanding;
import dev.colophon.ops.broker.TopicsView;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import dev.colophon.web.security.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

@ColophonTest
class OpsStatusIT {

    private static final String PATH = "/api/v1/ops/testing/status";
    private static final String PROJECTS = "colophon.projects";

    @Autowired
    BrokerView broker;

    @Autowired
    Admin admin;

    @Autowired
    EventsProbe events;

    @Autowired
    WorkQueue queue;

    @Autowired
    WebTestClient http;

    private final UUID client = UUID.randomUUID();

    @Test
    void saysHowFarBehindConsumersAreAndForHowLong() throws Exception {
        for (int i = 0; i < 20; i++) {
            publish();
        }
        for (String group : List.of("lagging", "gateway-live-" + UUID.randomUUID())) {
            admin.alterConsumerGroupOffsets(
                            group,
                            Map.of(
                                    new TopicPartition(PROJECTS, 0), new OffsetAndMetadata(0),
                                    new TopicPartition(PROJECTS, 1), new OffsetAndMetadata(0),
                                    new TopicPartition(PROJECTS, 2), new OffsetAndMetadata(0)))
                    .all()
                    .get();
        }

        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> {
            TopicsView view = broker.topics().block();
            assertThat(view.missing()).isEmpty();
            TopicStanding topic = topic(view, PROJECTS).orElseThrow();
            assertThat(topic.partitions()).isEqualTo(3);
            assertThat(topic.records()).isGreaterThanOrEqualTo(20);
            assertThat(topic.cleanupPolicy()).isEqualTo("compact");
            assertThat(topic.retentionMs()).isNull();
            assertThat(topic.eventsPerSecond()).isNotNull();
            assertThat(topic.deviations()).isEmpty();
            assertThat(topic.consumers())
                    .extracting(ConsumerStanding::group)
                    .noneMatch(group -> group.startsWith("gateway-live-"));
            ConsumerStanding lagging = consumer(topic, "lagging");
            assertThat(lagging.kind()).isEqualTo("other");
            assertThat(lagging.state()).isEqualTo("empty");
            assertThat(lagging.lag()).isGreaterThanOrEqualTo(20);
            assertThat(lagging.oldestUnhandledAgeSeconds()).isNotNegative();
            ConsumerStanding keepingUp = consumer(topic, "platform-test");
            assertThat(keepingUp.state()).isEqualTo("stable");
            assertThat(keepingUp.lag()).isZero();
            assertThat(keepingUp.oldestUnhandledAgeSeconds()).isNull();
        });
    }

    @Test
    void namesWhatIsNotAsDeclared() throws Exception {
        ConfigResource usage = new ConfigResource(ConfigResource.Type.TOPIC, "colophon.usage");
        set(usage, "86400000");
        try {
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> assertThat(
                            topic(broker.topics().block(), "colophon.usage")
                                    .orElseThrow()
                                    .deviations())
                    .containsExactly("retention.ms is 86400000, declared is -1"));
        } finally {
            set(usage, "-1");
        }
    }

    @Test
    void showsOperatorsTheServiceAsAWhole() {
        String name = "status-" + client;
        queue.enqueue(List.of(
                        WorkRequest.now(name, client, UUID.randomUUID(), null),
                        WorkRequest.now(name, client, UUID.randomUUID(), null),
                        WorkRequest.now(name, client, UUID.randomUUID(), null)))
                .block();
        queue.fail(queue.claim(name, 1, Duration.ofMinutes(1)).block().get(0), "hopeless")
                .block();
        queue.claim(name, 1, Duration.ofMinutes(1)).block();

        http.get()
                .uri(PATH)
                .header("Authorization", TestTokens.bearer(client, Role.OPERATOR))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.service")
                .isEqualTo("platform-test")
                .jsonPath("$.complete")
                .isEqualTo(true)
                .jsonPath("$.consumers[?(@.group == 'platform-test' && @.topic == 'colophon.projects')].state")
                .isEqualTo("stable")
                .jsonPath("$.work_queues[?(@.queue == '%s')].pending", name)
                .isEqualTo(2)
                .jsonPath("$.work_queues[?(@.queue == '%s')].due", name)
                .isEqualTo(1)
                .jsonPath("$.work_queues[?(@.queue == '%s')].leased", name)
                .isEqualTo(1)
                .jsonPath("$.work_queues[?(@.queue == '%s')].failed", name)
                .isEqualTo(1)
                .jsonPath("$.outbox.pending")
                .isNumber()
                .jsonPath("$.outbox.led")
                .isEqualTo(true)
                .jsonPath("$.providers")
                .isEmpty();
        http.get()
                .uri(PATH)
                .header("Authorization", TestTokens.bearer(client, Role.ADMIN))
                .exchange()
                .expectStatus()
                .isForbidden();
    }

    private void set(ConfigResource topic, String retention) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        topic,
                        List.of(new AlterConfigOp(
                                new ConfigEntry("retention.ms", retention), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private void publish() {
        events.publish(
                new ProjectCreated(new ClientId(client), UUID.randomUUID(), "note", null, null, false, Instant.now()));
    }

    private static Optional<TopicStanding> topic(TopicsView view, String name) {
        return view.items().stream().filter(one -> one.name().equals(name)).findFirst();
    }

    private static ConsumerStanding consumer(TopicStanding topic, String group) {
        return topic.consumers().stream()
                .filter(one -> one.group().equals(group))
                .findFirst()
                .orElseThrow();
    }
}
