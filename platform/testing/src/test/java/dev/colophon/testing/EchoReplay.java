package dev.colophon.testing;

import dev.colophon.events.Event;
import dev.colophon.events.EventPayload;
import dev.colophon.events.Topic;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.messaging.replay.PlannedCalls;
import dev.colophon.messaging.replay.PlannedWork;
import dev.colophon.messaging.replay.ReplayRun;
import dev.colophon.messaging.replay.Replayable;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Notes the id of every item's event; chokes on some titles, kills its own connection when told to, and queues work. */
@Component
class EchoReplay implements Replayable {

    static final String QUEUE = "echo";

    static final AtomicBoolean PAID_FOR = new AtomicBoolean();
    static final AtomicInteger KILLS = new AtomicInteger();
    static final AtomicInteger INSIDE = new AtomicInteger();
    static final AtomicInteger MOST_INSIDE = new AtomicInteger();

    private final DatabaseClient database;
    private final WorkQueue queue;

    EchoReplay(DatabaseClient database, WorkQueue queue) {
        this.database = database;
        this.queue = queue;
    }

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
        return PAID_FOR.get();
    }

    @Override
    public Mono<PlannedWork> plan(ReplayRun run, UUID clientId, List<Event<?>> events) {
        return run.firstTime(events.stream().map(EchoReplay::item).toList()).map(fresh -> {
            long todo = fresh.size() - unchanged(run, events);
            return new PlannedWork(
                    unchanged(run, events),
                    todo == 0
                            ? List.of()
                            : List.of(new PlannedCalls(
                                    clientId, "echo", "acme", "echo-1", null, todo, 0, todo * 10, 5L)));
        });
    }

    @Override
    public Mono<PlannedWork> carryOut(ReplayRun run, UUID clientId, List<Event<?>> events) {
        return Mono.defer(() -> {
                    MOST_INSIDE.accumulateAndGet(INSIDE.incrementAndGet(), Math::max);
                    return note(
                            clientId,
                            events.stream().filter(event -> todo(run, event)).toList());
                })
                .then(queueWork(clientId, events))
                .then(Mono.defer(this::die))
                .then(Mono.defer(
                        () -> events.stream().anyMatch(event -> title(event).startsWith("poison"))
                                ? Mono.error(new IllegalStateException("cannot digest that"))
                                : Mono.just(new PlannedWork(unchanged(run, events), List.of()))))
                .doFinally(signal -> INSIDE.decrementAndGet());
    }

    private Mono<Void> note(UUID clientId, List<Event<?>> events) {
        if (events.isEmpty()) {
            return Mono.empty();
        }
        return database.sql("insert into note (id, client_id, text) select gen_random_uuid(), $1, t"
                        + " from unnest($2::text[]) as t")
                .bind(0, clientId)
                .bind(1, events.stream().map(event -> event.id().toString()).toArray(String[]::new))
                .fetch()
                .rowsUpdated()
                .then();
    }

    private Mono<Void> queueWork(UUID clientId, List<Event<?>> events) {
        return queue.enqueue(events.stream()
                .filter(event -> title(event).startsWith("work"))
                .map(event -> new WorkRequest(QUEUE, clientId, item(event), WorkRequest.LIVE, Duration.ZERO, null))
                .toList());
    }

    private Mono<Void> die() {
        return KILLS.getAndUpdate(left -> Math.max(0, left - 1)) == 0
                ? Mono.empty()
                : database.sql("select pg_terminate_backend(pg_backend_pid())")
                        .fetch()
                        .rowsUpdated()
                        .then();
    }

    private static long unchanged(ReplayRun run, List<Event<?>> events) {
        return events.stream().filter(event -> !todo(run, event)).count();
    }

    private static boolean todo(ReplayRun run, Event<?> event) {
        return run.force() || !title(event).startsWith("unchanged");
    }

    private static String title(Event<?> event) {
        return event.payload() instanceof ItemCaptured item ? item.title() : "";
    }

    private static UUID item(Event<?> event) {
        return event.payload() instanceof ItemCaptured item ? item.itemId() : ((ItemRemoved) event.payload()).itemId();
    }
}
