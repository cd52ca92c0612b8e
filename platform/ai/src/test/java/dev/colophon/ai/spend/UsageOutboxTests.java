package dev.colophon.ai.spend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.ai.spend.Attempt.Outcome;
import dev.colophon.events.ClientId;
import dev.colophon.events.EventPayload;
import dev.colophon.events.Ids;
import dev.colophon.events.Topic;
import dev.colophon.events.usage.AiUsageObserved;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.messaging.outbox.OutgoingEvent;
import dev.colophon.persistence.work.ReplayContext;
import io.micrometer.context.ContextRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

class UsageOutboxTests {

    private static final String CARRIED = "usage-outbox-test";

    /** Who wrote, and with what context. */
    private record Writing(Thread thread, ContextView context, List<EventPayload> payloads) {}

    private final ThreadLocal<String> carried = new ThreadLocal<>();
    private final CompletableFuture<Writing> written = new CompletableFuture<>();
    private final UsageOutbox usage = new UsageOutbox(new Recording());

    @BeforeEach
    void register() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(CARRIED, carried);
    }

    @AfterEach
    void forget() {
        ContextRegistry.getInstance().removeThreadLocalAccessor(CARRIED);
    }

    @Test
    void leavesTheThreadOfTheAnswerAlone() throws Exception {
        AiUsageObserved observed = observed();

        usage.tell(observed);

        Writing writing = written.get(10, TimeUnit.SECONDS);
        assertThat(writing.payloads()).containsExactly(observed);
        assertThat(writing.thread()).isNotSameAs(Thread.currentThread());
    }

    @Test
    void writesWithWhatTheCallerCarriesAndForTheReplayThatCausedIt() throws Exception {
        UUID replay = Ids.newId();
        carried.set("a trace");

        usage.tell(observed(), replay);

        ContextView context = written.get(10, TimeUnit.SECONDS).context();
        assertThat(context.<String>get(CARRIED)).isEqualTo("a trace");
        assertThat(ReplayContext.replayId(context)).contains(replay);
    }

    private static AiUsageObserved observed() {
        Attempt attempt = new Attempt(
                Ids.newId(),
                Ids.newId(),
                1,
                "chat",
                "openai",
                "m",
                null,
                null,
                null,
                1L,
                1L,
                null,
                false,
                Outcome.SUCCEEDED,
                null,
                Duration.ofMillis(5),
                Instant.parse("2026-11-23T12:00:00Z"));
        return UsageObservations.of(new SpendContext(new ClientId(Ids.newId()), null, null, 1), attempt);
    }

    private final class Recording implements Outbox {

        @Override
        public Mono<Void> appendAlone(UUID clientId, EventPayload... payloads) {
            return Mono.deferContextual(context -> {
                written.complete(new Writing(Thread.currentThread(), context, List.of(payloads)));
                return Mono.empty();
            });
        }

        @Override
        public Mono<Void> append(EventPayload... payloads) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<Void> append(Collection<OutgoingEvent> events) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<String> rows(EventPayload... payloads) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<Void> tombstones(Topic topic, Collection<String> keys, UUID clientId) {
            throw new UnsupportedOperationException();
        }
    }
}
