package dev.colophon.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import dev.colophon.events.metadata.MetadataRequested;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkInHand;
import dev.colophon.persistence.work.WorkItem;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import io.r2dbc.pool.ConnectionPool;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What is left behind when parts go away, or the service itself. */
@ColophonTest
class StoppingIT {

    @Autowired
    EventsProbe events;

    @Autowired
    WorkQueue queue;

    @Test
    void staysAliveButIsNotReadyWithoutBrokerOrDatabase() {
        try (ConfigurableApplicationContext service = another()) {
            WebTestClient http = WebTestClient.bindToServer()
                    .baseUrl("http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port"))
                    .responseTimeout(Duration.ofSeconds(30))
                    .build();
            expect(http, "liveness", 200);
            expect(http, "readiness", 200);

            service.getBean(Admin.class).close();
            expect(http, "liveness", 200);
            expect(http, "readiness", 503)
                    .jsonPath("$.components.broker.status")
                    .isEqualTo("DOWN")
                    .jsonPath("$.components.r2dbc.status")
                    .isEqualTo("UP");

            service.getBean(ConnectionPool.class).dispose();
            expect(http, "liveness", 200);
            expect(http, "readiness", 503).jsonPath("$.components.r2dbc.status").isEqualTo("DOWN");
        }
    }

    @Test
    void publishesWhatTheLastRequestsLeftInTheOutbox() {
        UUID client = UUID.randomUUID();
        UUID project = UUID.randomUUID();
        try (ConfigurableApplicationContext service = another()) {
            service.getBean("outboxRelay", SmartLifecycle.class).stop();
            service.getBean(ClientTransactions.class)
                    .inClient(
                            client,
                            service.getBean(Outbox.class)
                                    .append(new MetadataRequested(
                                            new ClientId(client), project, Ids.newId(), false, "at the end")))
                    .block();
            assertThat(published(project)).isEmpty();
        }

        assertThat(published(project)).hasSize(1);
    }

    @Test
    void givesBackWhatIsNotDone() {
        String name = "stopping-" + UUID.randomUUID();
        UUID client = UUID.randomUUID();
        queue.enqueue(List.of(
                        WorkRequest.now(name, client, UUID.randomUUID(), null),
                        WorkRequest.now(name, client, UUID.randomUUID(), null)))
                .block();
        List<WorkItem> claimed = queue.claim(name, 2, Duration.ofHours(1)).block();
        WorkInHand inHand = new WorkInHand(queue);
        inHand.took(claimed);
        queue.complete(claimed.subList(0, 1)).block();
        inHand.ended(claimed.subList(0, 1));

        inHand.giveBack(Duration.ofMillis(100));

        assertThat(queue.claim(name, 2, Duration.ofHours(1)).block())
                .singleElement()
                .satisfies(
                        again -> assertThat(again.id()).isEqualTo(claimed.get(1).id()))
                .satisfies(again -> assertThat(again.attempts()).isZero());
    }

    private List<?> published(UUID project) {
        return events.all(
                MetadataRequested.class, event -> event.payload().projectId().equals(project));
    }

    private static WebTestClient.BodyContentSpec expect(WebTestClient http, String group, int status) {
        return http.get()
                .uri("/actuator/health/" + group)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody();
    }

    /** A service that shares the broker and has a schema to itself, so that its relay leads. */
    private static ConfigurableApplicationContext another() {
        return new SpringApplicationBuilder(PlatformApplication.class)
                .initializers(new TestEnvironment())
                .run(
                        "--server.port=0",
                        "--colophon.database.schema=usage",
                        "--spring.application.name=stopping-test",
                        "--spring.kafka.listener.auto-startup=false");
    }
}
