package dev.colophon.messaging.inbox;

import dev.colophon.events.Event;
import dev.colophon.events.EventPayload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a listener does with each type of event; types without a handler are passed over. */
public final class EventHandlers {

    private final Map<Class<?>, Function<List<Event<?>>, Mono<Void>>> byPayload;

    private EventHandlers(Map<Class<?>, Function<List<Event<?>>, Mono<Void>>> byPayload) {
        this.byPayload = Map.copyOf(byPayload);
    }

    public static Builder builder() {
        return new Builder();
    }

    boolean handles(Event<?> event) {
        return byPayload.containsKey(event.payload().getClass());
    }

    /** The payloads that there are handlers for. */
    @SuppressWarnings("unchecked") // the builder takes no others
    public Set<Class<? extends EventPayload>> types() {
        return (Set<Class<? extends EventPayload>>) (Set<?>) byPayload.keySet();
    }

    /** Handles events of one client, in order, within its transaction. */
    public Mono<Void> handleAll(List<Event<?>> events) {
        return Flux.fromIterable(EventListenerSupport.runsOfOne(
                        events, event -> event.payload().getClass()))
                .concatMap(this::handle)
                .then();
    }

    /** Handles events of one type and one client, in order. */
    private Mono<Void> handle(List<Event<?>> run) {
        Class<?> payload = run.get(0).payload().getClass();
        return byPayload.getOrDefault(payload, events -> Mono.empty()).apply(run);
    }

    /** Collects handlers by type. */
    public static final class Builder {

        private final Map<Class<?>, Function<List<Event<?>>, Mono<Void>>> byPayload = new LinkedHashMap<>();

        private Builder() {}

        /**
         * @param handler is given events of one client, in order, none of them handled before; it runs in that client's
         *     transaction and may be called again after a rollback
         */
        @SuppressWarnings("unchecked") // the codec made every event of the list with a payload of this type
        public <P extends EventPayload> Builder on(Class<P> payload, Function<List<Event<P>>, Mono<Void>> handler) {
            byPayload.put(payload, run -> handler.apply((List<Event<P>>) (List<?>) run));
            return this;
        }

        public EventHandlers build() {
            return new EventHandlers(byPayload);
        }
    }
}
