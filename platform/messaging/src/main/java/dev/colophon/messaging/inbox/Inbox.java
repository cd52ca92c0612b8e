package dev.colophon.messaging.inbox;

import dev.colophon.events.Event;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Remembers handled events in the transaction of their effect. */
final class Inbox {

    private static final String REMEMBER = """
            insert into processed_event (consumer, event_id) select $1, id from unnest($2::uuid[]) as e(id) order by id
            on conflict do nothing returning event_id
            """;

    private final DatabaseClient database;

    Inbox(DatabaseClient database) {
        this.database = database;
    }

    /** The events that {@code consumer} has not handled yet, in their order, each once. */
    Mono<List<Event<?>>> unhandled(String consumer, Collection<Event<?>> events) {
        return database.sql(REMEMBER)
                .bind(0, consumer)
                .bind(1, events.stream().map(Event::id).distinct().toArray(UUID[]::new))
                .mapValue(UUID.class)
                .all()
                .collect(Collectors.toSet())
                .map(fresh -> firstOfEach(events, fresh));
    }

    private static List<Event<?>> firstOfEach(Collection<Event<?>> events, Set<UUID> fresh) {
        // removing makes a second copy within one batch a duplicate too
        return events.stream().filter(event -> fresh.remove(event.id())).collect(Collectors.toList());
    }
}
