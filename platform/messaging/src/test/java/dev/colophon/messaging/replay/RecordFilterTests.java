package dev.colophon.messaging.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.EventCodec;
import dev.colophon.events.EventPayload;
import dev.colophon.events.Topic;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.item.ItemRemoved;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class RecordFilterTests {

    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private final UUID client = UUID.randomUUID();
    private final UUID project = UUID.randomUUID();
    private final ConsumerRecord<String, byte[]> commit = record(item(ItemKind.COMMIT), NOW);

    @Test
    void takesAllThatIsKnownWhereNothingElseIsAsked() {
        assertThat(passes(request(null, null, Set.of(), Set.of()), commit)).isTrue();
        assertThat(passes(request(null, null, Set.of(), Set.of()), record(removal(), NOW)))
                .isTrue();
        assertThat(passes(request(null, null, Set.of(), Set.of()), new ConsumerRecord<>("t", 0, 1, "k", null)))
                .isFalse();
    }

    @Test
    void takesOnlyWhatWasAskedFor() {
        assertThat(passes(request(client, project, Set.of(), Set.of(ItemKind.COMMIT)), commit))
                .isTrue();
        assertThat(passes(request(UUID.randomUUID(), null, Set.of(), Set.of()), commit))
                .isFalse();
        assertThat(passes(request(null, UUID.randomUUID(), Set.of(), Set.of()), commit))
                .isFalse();
        assertThat(passes(request(null, null, Set.of("dev.colophon.item.removed.v1"), Set.of()), commit))
                .isFalse();
        assertThat(passes(request(null, null, Set.of(), Set.of(ItemKind.DOCUMENT)), commit))
                .isFalse();
        assertThat(passes(request(null, null, Set.of(), Set.of(ItemKind.DOCUMENT)), record(removal(), NOW)))
                .isFalse();
    }

    @Test
    void takesTheFirstInstantOfItsTimeAndNotTheLast() {
        ReplayRequest request = new ReplayRequest(
                Topic.ITEMS,
                new Bound.Time(NOW),
                new Bound.Time(NOW.plusSeconds(1)),
                null,
                null,
                Set.of(),
                Set.of(),
                false,
                null,
                null,
                null,
                false,
                null);

        assertThat(passes(request, record(removal(), NOW.minusMillis(1)))).isFalse();
        assertThat(passes(request, commit)).isTrue();
        assertThat(passes(request, record(removal(), NOW.plusMillis(999)))).isTrue();
        assertThat(passes(request, record(removal(), NOW.plusSeconds(1)))).isFalse();
    }

    @Test
    void saysOfWhatCannotBeReadThatItCannotBeRead() {
        ConsumerRecord<String, byte[]> broken =
                record(commit.headers().lastHeader("ce_type").value(), "{".getBytes(StandardCharsets.UTF_8));
        Entry entry = new RecordFilter(request(null, null, Set.of(), Set.of()), new Items()).entry(broken, 1);

        assertThat(entry).isNotNull().extracting(Entry::event).isNull();
        assertThat(passes(request(null, null, Set.of("dev.colophon.item.removed.v1"), Set.of()), broken))
                .isFalse();
        assertThat(passes(
                        request(null, null, Set.of(), Set.of()),
                        new ConsumerRecord<>("t", 0, 1, "k", "{}".getBytes(StandardCharsets.UTF_8))))
                .isTrue();
    }

    private boolean passes(ReplayRequest request, ConsumerRecord<String, byte[]> record) {
        return Optional.ofNullable(new RecordFilter(request, new Items()).entry(record, 1))
                .isPresent();
    }

    private static ReplayRequest request(
            @Nullable UUID client, @Nullable UUID project, Set<String> types, Set<ItemKind> kinds) {
        return new ReplayRequest(
                Topic.ITEMS,
                Bound.OPEN,
                Bound.OPEN,
                client,
                project,
                types,
                kinds,
                false,
                null,
                null,
                null,
                false,
                null);
    }

    private ItemCaptured item(ItemKind kind) {
        return new ItemCaptured(
                new ClientId(client),
                project,
                UUID.randomUUID(),
                null,
                kind,
                "x",
                1,
                "title",
                "text",
                1,
                1,
                null,
                null,
                null,
                Map.of(),
                null,
                NOW);
    }

    private ItemRemoved removal() {
        return new ItemRemoved(new ClientId(client), project, UUID.randomUUID(), 2, NOW);
    }

    private static ConsumerRecord<String, byte[]> record(EventPayload payload, Instant at) {
        Event<EventPayload> event = new Event<>(UUID.randomUUID(), "/test", NOW, payload, null, null, null, null);
        RecordHeaders headers = new RecordHeaders();
        EventCodec.headers(event).forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
        return new ConsumerRecord<>(
                "t",
                0,
                1,
                at.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                payload.key(),
                EventCodec.payloadJson(payload).getBytes(StandardCharsets.UTF_8),
                headers,
                Optional.empty());
    }

    private static ConsumerRecord<String, byte[]> record(byte[] type, byte[] value) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>("t", 0, 1, "k", value);
        record.headers().add("ce_type", type);
        return record;
    }

    private static final class Items implements Replayable {

        @Override
        public Topic topic() {
            return Topic.ITEMS;
        }

        @Override
        public Set<Class<? extends EventPayload>> types() {
            return Set.of(ItemCaptured.class, ItemRemoved.class);
        }

        @Override
        public boolean isPaidFor() {
            return false;
        }

        @Override
        public Mono<PlannedWork> plan(ReplayRun run, UUID clientId, List<Event<?>> events) {
            return Mono.just(PlannedWork.NO_CALLS);
        }

        @Override
        public Mono<PlannedWork> carryOut(ReplayRun run, UUID clientId, List<Event<?>> events) {
            return Mono.just(PlannedWork.NO_CALLS);
        }
    }
}
