package dev.colophon.messaging.replay;

import dev.colophon.events.Event;
import dev.colophon.events.EventPayload;
import dev.colophon.events.Topic;
import dev.colophon.messaging.inbox.TopicHandlers;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** Replays by handling again, where that takes no model and handlers come to the same a second time. */
public final class HandlersReplay implements Replayable {

    private final TopicHandlers handlers;

    /** @throws IllegalArgumentException where no listener hears the topic */
    public static HandlersReplay of(Topic topic, Collection<TopicHandlers> listeners) {
        return listeners.stream()
                .filter(listener -> listener.topic() == topic)
                .findFirst()
                .map(HandlersReplay::new)
                .orElseThrow(() -> new IllegalArgumentException("nobody hears " + topic.topicName()));
    }

    private HandlersReplay(TopicHandlers handlers) {
        this.handlers = handlers;
    }

    @Override
    public Topic topic() {
        return handlers.topic();
    }

    @Override
    public Set<Class<? extends EventPayload>> types() {
        return handlers.handlers().types();
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
        return handlers.beforehand()
                .then(Mono.defer(() -> handlers.handlers().handleAll(events)))
                .then(Mono.fromRunnable(handlers::afterwards))
                .thenReturn(PlannedWork.NO_CALLS);
    }
}
