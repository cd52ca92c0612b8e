package dev.colophon.messaging.replay;

import dev.colophon.events.Event;
import dev.colophon.events.EventCatalogue;
import dev.colophon.events.EventCodec;
import dev.colophon.events.EventPayload;
import dev.colophon.events.UnreadableEventException;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Which records a replay is about; by headers as far as they tell, as reading a value costs a hundred times more. */
final class RecordFilter {

    private static final ClassValue<@Nullable Method> PROJECT = new ClassValue<>() {
        @Override
        protected @Nullable Method computeValue(Class<?> payload) {
            try {
                return payload.getMethod("projectId");
            } catch (NoSuchMethodException e) {
                return null;
            }
        }
    };

    private final Set<String> types;
    private final byte @Nullable [] clientId;
    private final @Nullable UUID projectId;
    private final Set<ItemKind> kinds;
    private final long notBefore;
    private final long before;

    RecordFilter(ReplayRequest request, Replayable replayable) {
        Set<String> known = names(replayable);
        this.types = request.types().isEmpty() ? known : request.types();
        this.clientId = request.clientId() == null
                ? null
                : request.clientId().toString().getBytes(StandardCharsets.UTF_8);
        this.projectId = request.projectId();
        this.kinds = request.kinds();
        this.notBefore = request.from() instanceof Bound.Time time ? millis(time.at()) : Long.MIN_VALUE;
        this.before = request.to() instanceof Bound.Time time ? millis(time.at()) : Long.MAX_VALUE;
    }

    /** The CloudEvents types that can be replayed. */
    static Set<String> names(Replayable replayable) {
        return replayable.types().stream().map(EventCatalogue::typeOf).collect(Collectors.toSet());
    }

    static boolean knowsProjects(Replayable replayable) {
        return replayable.types().stream().anyMatch(type -> PROJECT.get(type) != null);
    }

    static boolean knowsKinds(Replayable replayable) {
        return replayable.types().contains(ItemCaptured.class);
    }

    /** Broker times are whole milliseconds: what is not before a part of one is not before the next whole one. */
    private static long millis(Instant at) {
        long whole = at.toEpochMilli();
        return at.getNano() % 1_000_000 == 0 ? whole : whole + 1;
    }

    /** The record as an entry; null where the replay is not about it. */
    @Nullable
    Entry entry(ConsumerRecord<String, byte[]> record, int number) {
        if (record.timestamp() < notBefore || record.timestamp() >= before || !headersPass(record)) {
            return null;
        }
        try {
            Event<?> event = EventCodec.read(record.headers(), record.value()).orElse(null);
            return event != null && passes(event.payload())
                    ? new Entry(record.partition(), record.offset(), number, event, null)
                    : null;
        } catch (UnreadableEventException e) {
            return new Entry(record.partition(), record.offset(), number, null, e);
        }
    }

    /** A record with a value and no type cannot be read, which is to be said of it. */
    private boolean headersPass(ConsumerRecord<String, byte[]> record) {
        Header type = record.headers().lastHeader("ce_type");
        if (type == null) {
            return record.value() != null && isOfClient(record);
        }
        return types.contains(new String(type.value(), StandardCharsets.UTF_8)) && isOfClient(record);
    }

    private boolean isOfClient(ConsumerRecord<String, byte[]> record) {
        Header its = clientId == null ? null : record.headers().lastHeader("ce_clientid");
        return clientId == null || (its != null && Arrays.equals(clientId, its.value()));
    }

    private boolean passes(EventPayload payload) {
        return (projectId == null || projectId.equals(projectOf(payload)))
                && (kinds.isEmpty() || (payload instanceof ItemCaptured item && kinds.contains(item.kind())));
    }

    private static @Nullable Object projectOf(EventPayload payload) {
        Method project = PROJECT.get(payload.getClass());
        try {
            return project == null ? null : project.invoke(payload);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
