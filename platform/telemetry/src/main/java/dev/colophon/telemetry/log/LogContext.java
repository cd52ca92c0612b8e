package dev.colophon.telemetry.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Fields of all that is logged within a chain of Reactor, named as in the Elastic Common Schema; ids and nothing else. They
 * travel in Reactor's context and are put into SLF4J's by context propagation: set them where work begins, once.
 *
 * @param fields by their dotted names
 */
public record LogContext(Map<String, String> fields) {

    static final String KEY = LogContext.class.getName();

    static final String CLIENT = "labels.client_id";
    static final String CORRELATION = "labels.correlation_id";
    static final String REPLAY = "labels.replay_id";
    static final String WORK = "labels.work_id";
    static final String EVENTS = "event.id";
    /** More ids than this are of no use to anybody who reads a line. */
    private static final int MOST_EVENTS = 50;

    public LogContext {
        fields = Map.copyOf(fields);
    }

    public static LogContext ofClient(UUID clientId) {
        return new LogContext(Map.of(CLIENT, clientId.toString()));
    }

    public LogContext correlation(@Nullable String id) {
        return and(CORRELATION, id);
    }

    public LogContext replay(@Nullable UUID id) {
        return and(REPLAY, id == null ? null : id.toString());
    }

    /** @param subjectId what the piece of work is about */
    public LogContext work(UUID subjectId) {
        return and(WORK, subjectId.toString());
    }

    /** Of many the first few dozen. */
    public LogContext events(List<UUID> ids) {
        return and(EVENTS, ids.stream().limit(MOST_EVENTS).map(UUID::toString).collect(Collectors.joining(",")));
    }

    /** What the first call of the running chain was given, where that is known. */
    public static @Nullable String correlationId(ContextView context) {
        LogContext current = context.getOrDefault(KEY, null);
        return current == null ? null : current.fields.get(CORRELATION);
    }

    /** For {@code contextWrite}; what is set outside stays where this says nothing of it. */
    public Function<Context, Context> write() {
        return context -> context.put(KEY, within(context.getOrDefault(KEY, null)));
    }

    private LogContext within(@Nullable LogContext outer) {
        if (outer == null) {
            return this;
        }
        Map<String, String> all = new HashMap<>(outer.fields);
        all.putAll(fields);
        return new LogContext(all);
    }

    private LogContext and(String name, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            return this;
        }
        Map<String, String> all = new HashMap<>(fields);
        all.put(name, value);
        return new LogContext(all);
    }
}
