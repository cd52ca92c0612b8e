package dev.colophon.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.events.project.ProjectDeleted;
import dev.colophon.events.source.SourceSynced;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class LiveEventsTests {

    private static final UUID ANNA = UUID.randomUUID();
    private static final UUID BERT = UUID.randomUUID();

    private final LiveEvents events =
            new LiveEvents(new LiveProperties(Duration.ofSeconds(15), 3, Duration.ofHours(1)));

    @Test
    void tellsAClientItsOwnEventsOnly() {
        StepVerifier.create(events.of(ANNA))
                .then(() -> events.publish(BERT, event("1")))
                .then(() -> events.publish(ANNA, event("2")))
                .assertNext(event -> assertThat(event.id()).isEqualTo("2"))
                .thenCancel()
                .verify();
    }

    @Test
    void tellsAllReadersOfAClient() {
        StepVerifier.create(events.of(ANNA).zipWith(events.of(ANNA)))
                .then(() -> events.publish(ANNA, event("1")))
                .assertNext(both -> assertThat(both.getT1()).isEqualTo(both.getT2()))
                .thenCancel()
                .verify();
    }

    @Test
    void dropsTheOldestForASlowReaderAndSaysSo() {
        StepVerifier.create(events.of(ANNA), 0)
                .then(() -> IntStream.rangeClosed(1, 10).forEach(n -> events.publish(ANNA, event("" + n))))
                .thenRequest(10)
                .assertNext(event -> {
                    assertThat(event.name()).isEqualTo(LiveEvents.DROPPED);
                    assertThat(event.data()).isEqualTo("{\"count\":7}");
                })
                .expectNext(event("8"), event("9"), event("10"))
                .thenCancel()
                .verify();
    }

    /** Between being counted and listening; leaving it is the same the other way round. */
    @Test
    void tellsNobodyWhereTheOnlyReaderDoesNotListenYet() {
        StepVerifier.create(events.of(ANNA).doOnSubscribe(joined -> events.publish(ANNA, event("1"))))
                .then(() -> events.publish(ANNA, event("2")))
                .assertNext(event -> assertThat(event.id()).isEqualTo("2"))
                .thenCancel()
                .verify();
    }

    @Test
    void forgetsAClientWhoseReadersLeft() {
        events.of(ANNA).subscribe().dispose();

        assertThat(events.hasReaders(ANNA)).isFalse();
        events.publish(ANNA, event("1"));
    }

    @Test
    void endsItsStreamsWhenTheServiceStops() {
        events.start();
        StepVerifier.create(events.of(ANNA)).then(events::stop).verifyComplete();
    }

    @Test
    void namesAnEventAndLeavesLongTextOut() {
        ProjectCreated created = new ProjectCreated(
                new ClientId(ANNA), UUID.randomUUID(), "Name", null, "long text", true, Instant.EPOCH);

        assertThat(LiveEvent.of(envelope(created))).hasValueSatisfying(event -> {
            assertThat(event.name()).isEqualTo("project.created");
            assertThat(event.data())
                    .contains("\"name\":\"Name\"", "\"project_id\":", "\"time\":\"1970-01-01T00:00:00Z\"")
                    .doesNotContain("long text");
        });
    }

    @Test
    void tellsHowASourceWasSynced() {
        SourceSynced synced = new SourceSynced(
                new ClientId(ANNA),
                UUID.randomUUID(),
                UUID.randomUUID(),
                "github",
                UUID.randomUUID(),
                "succeeded",
                false,
                3,
                1,
                2,
                0,
                0,
                Instant.EPOCH);

        assertThat(LiveEvent.of(envelope(synced))).hasValueSatisfying(event -> {
            assertThat(event.name()).isEqualTo("source.synced");
            assertThat(event.data()).contains("\"items_captured\":1", "\"status\":\"succeeded\"");
        });
    }

    @Test
    void tellsNothingThatIsNotPromised() {
        ProjectDeleted deleted = new ProjectDeleted(new ClientId(ANNA), UUID.randomUUID(), Instant.EPOCH);

        assertThat(LiveEvent.of(envelope(deleted))).isEmpty();
    }

    private static <P extends dev.colophon.events.EventPayload> Event<P> envelope(P payload) {
        return new Event<>(UUID.randomUUID(), "/test", Instant.EPOCH, payload, null, null, null, null);
    }

    private static LiveEvent event(String id) {
        return new LiveEvent(id, "project.created", "{}");
    }
}
