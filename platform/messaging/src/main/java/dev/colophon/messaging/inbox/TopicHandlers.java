package dev.colophon.messaging.inbox;

import dev.colophon.events.Topic;
import reactor.core.publisher.Mono;

/**
 * What this service does with the events of a topic, for all that hands it events: the listener itself, dead letters that
 * are tried again, and replays where replaying is handling again.
 */
public interface TopicHandlers {

    Topic topic();

    EventHandlers handlers();

    /** Done before some events are handled, outside their transactions. */
    default Mono<Void> beforehand() {
        return Mono.empty();
    }

    /** Done when they are handled, to wake a worker for example. */
    default void afterwards() {}
}
