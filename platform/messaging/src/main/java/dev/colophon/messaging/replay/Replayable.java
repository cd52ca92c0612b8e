package dev.colophon.messaging.replay;

import dev.colophon.events.Event;
import dev.colophon.events.EventPayload;
import dev.colophon.events.Topic;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import reactor.core.publisher.Mono;

/** What handling the events of a topic again means in this service: one bean a topic. */
public interface Replayable {

    Topic topic();

    /** The payloads that it knows; events of others are passed over and not counted. */
    Set<Class<? extends EventPayload>> types();

    /** Whether what it causes may be paid for, so that a run begins by finding out what it will take. */
    boolean isPaidFor();

    /**
     * Finds out what {@link #carryOut} would do with events of one client, in order, within that client's transaction.
     * Changes nothing but what {@link ReplayRun#firstTime} remembers.
     */
    Mono<PlannedWork> plan(ReplayRun run, UUID clientId, List<Event<?>> events);

    /**
     * Handles events of one client again, in order, within that client's transaction, in which the run's position moves
     * too. Work that it queues waits behind live work and, like the events that it publishes, carries the replay's id:
     * both see to that by the context that they run in.
     */
    Mono<PlannedWork> carryOut(ReplayRun run, UUID clientId, List<Event<?>> events);
}
