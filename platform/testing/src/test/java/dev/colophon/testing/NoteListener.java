package dev.colophon.testing;

import dev.colophon.events.Event;
import dev.colophon.events.Topic;
import dev.colophon.events.project.ProjectCreated;
import dev.colophon.messaging.inbox.EventHandlers;
import dev.colophon.messaging.inbox.EventListenerSupport;
import dev.colophon.messaging.inbox.TopicHandlers;
import dev.colophon.persistence.work.ReplayContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Notes every project's name; chokes on some names. */
@Component
class NoteListener implements TopicHandlers {

    final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    final List<String> tried = new CopyOnWriteArrayList<>();
    final Map<String, Optional<UUID>> replays = new ConcurrentHashMap<>();
    static final CountDownLatch GO_ON = new CountDownLatch(1);

    private volatile boolean waiting;

    /** Clients whose poison does no harm any more. */
    final Set<UUID> cured = ConcurrentHashMap.newKeySet();

    private final EventListenerSupport support;
    private final Notes notes;
    private final EventHandlers handlers =
            EventHandlers.builder().on(ProjectCreated.class, this::created).build();

    NoteListener(EventListenerSupport support, Notes notes) {
        this.support = support;
        this.notes = notes;
    }

    @KafkaListener(topics = "colophon.projects", groupId = "platform-test")
    void on(List<ConsumerRecord<String, byte[]>> records) {
        support.handle("platform-test", records, this);
    }

    @Override
    public Topic topic() {
        return Topic.PROJECTS;
    }

    @Override
    public EventHandlers handlers() {
        return handlers;
    }

    boolean isWaiting() {
        return waiting;
    }

    private static void await() {
        try {
            GO_ON.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Mono<Void> created(List<Event<ProjectCreated>> events) {
        return Flux.fromIterable(events).concatMap(this::note).then();
    }

    private Mono<Void> note(Event<ProjectCreated> event) {
        String name = event.payload().name();
        tried.add(name);
        int attempt = attempts.computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
        if (name.startsWith("slow")) {
            waiting = true;
            return Mono.<Void>fromRunnable(NoteListener::await)
                    .subscribeOn(Schedulers.boundedElastic())
                    .then(notes.add(event.clientId().value(), name));
        }
        if (name.startsWith("adrift") && attempt < 3) {
            return Mono.error(new DataAccessResourceFailureException("the database is away"));
        }
        Mono<Void> written = Mono.deferContextual(context -> {
            replays.put(name, ReplayContext.replayId(context));
            return notes.add(event.clientId().value(), name);
        });
        if ((name.startsWith("poison") && !cured.contains(event.clientId().value()))
                || (name.startsWith("flaky") && attempt < 3)) {
            return written.then(Mono.error(new IllegalStateException("cannot digest " + name)));
        }
        return written;
    }
}
