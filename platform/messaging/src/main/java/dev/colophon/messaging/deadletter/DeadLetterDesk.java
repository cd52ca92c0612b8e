package dev.colophon.messaging.deadletter;

import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What operators do with a service's dead letters. Sees those of all clients. */
public final class DeadLetterDesk {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterDesk.class);
    private static final UUID NOBODY = new UUID(0, 0);
    private static final Comparator<DeadLetter> IN_THEIR_ORDER = Comparator.comparing(
                    (DeadLetter letter) -> letter.source().topic())
            .thenComparing(letter -> letter.source().offset());

    private final DeadLetterStore store;
    private final LetterBox box;
    private final Redriver redriver;
    private final WorkQueue queue;
    private final DeadLetterProperties settings;

    DeadLetterDesk(
            DeadLetterStore store, LetterBox box, Redriver redriver, WorkQueue queue, DeadLetterProperties settings) {
        this.store = store;
        this.box = box;
        this.redriver = redriver;
        this.queue = queue;
        this.settings = settings;
    }

    /** What became of trying a letter again at once. */
    public sealed interface Outcome {

        /** @param error why it failed again; null where it did not */
        record Tried(DeadLetterState state, @Nullable String error) implements Outcome {}

        /** It was left as it is. */
        record Refused(String reason) implements Outcome {}

        /** The broker has it no more, nor does the index from now on. */
        record Gone() implements Outcome {}
    }

    /** Letters that fit, the newest first, from before one that was given. */
    public Mono<List<DeadLetter>> page(
            DeadLetterFilter filter, int limit, @Nullable Instant beforeFailed, @Nullable UUID beforeId) {
        return store.page(filter, limit, beforeFailed, beforeId);
    }

    /** Letters that fit, counted by what went wrong. */
    public Mono<List<DeadLetterCause>> causes(DeadLetterFilter filter) {
        return store.causes(filter, Integer.MAX_VALUE, DeadLetterState.values());
    }

    /** What a bulk would try again, counted by what went wrong. */
    public Mono<List<DeadLetterCause>> redrivable(DeadLetterFilter filter, boolean force) {
        return store.causes(filter, limit(force), DeadLetterState.WAITING);
    }

    /** What a bulk would give up, counted by what went wrong. */
    public Mono<List<DeadLetterCause>> droppable(DeadLetterFilter filter) {
        return store.causes(filter, Integer.MAX_VALUE, DeadLetterState.WAITING, DeadLetterState.QUEUED);
    }

    private int limit(boolean force) {
        return force ? Integer.MAX_VALUE : settings.maxRedrives();
    }

    public Mono<DeadLetter> find(UUID id) {
        return store.find(id);
    }

    /** Empty where the broker has the letter no more. */
    public Mono<LetterContent> content(DeadLetter letter) {
        return record(letter)
                .map(record -> new LetterContent(
                        StreamSupport.stream(record.headers().spliterator(), false)
                                .map(header -> new LetterContent.Header(header.key(), header.value()))
                                .toList(),
                        record.value()));
    }

    /**
     * Tries one letter again at once, mended or as it is; empty for a letter that is not known.
     *
     * @param force try it though it was done with, or has failed too often
     */
    public Mono<Outcome> redrive(UUID id, Mended mended, boolean force, Audit audit) {
        return store.find(id).flatMap(letter -> {
            String refusal = force ? null : refusal(letter);
            return refusal == null
                    ? redriveNow(letter, mended, audit)
                    : Mono.<Outcome>just(new Outcome.Refused(refusal));
        });
    }

    private @Nullable String refusal(DeadLetter letter) {
        return switch (letter.state()) {
            case QUEUED -> "The dead letter waits for its turn already";
            case REDRIVEN -> "The dead letter was handled; force handles it again";
            case DROPPED -> "The dead letter was dropped; force handles it all the same";
            case WAITING ->
                letter.redrives() < settings.maxRedrives()
                        ? null
                        : "The dead letter has failed " + letter.redrives() + " times again; force tries it once more";
        };
    }

    private Mono<Outcome> redriveNow(DeadLetter letter, Mended mended, Audit audit) {
        return record(letter)
                .flatMap(record -> Mono.fromCallable(() -> failure(letter, record, mended))
                        .subscribeOn(Schedulers.boundedElastic())
                        .flatMap(failed -> ended(letter, failed, audit)))
                .switchIfEmpty(
                        Mono.defer(() -> store.remove(List.of(letter.id())).thenReturn(new Outcome.Gone())));
    }

    private List<RuntimeException> failure(DeadLetter letter, ConsumerRecord<String, byte[]> record, Mended mended) {
        RuntimeException failure = redriver.redrive(letter, record, mended);
        return failure == null ? List.of() : List.of(failure);
    }

    private Mono<Outcome> ended(DeadLetter letter, List<RuntimeException> failure, Audit audit) {
        DeadLetterState state = failure.isEmpty() ? DeadLetterState.REDRIVEN : DeadLetterState.WAITING;
        Mono<Void> change = store.changed(letter.id(), state, audit);
        String error = null;
        if (!failure.isEmpty()) {
            RuntimeException again = failure.get(0);
            error = String.valueOf(again.getMessage());
            change = change.then(store.failedAgain(letter.id(), again.getClass().getName(), error));
        }
        log.info("dead letter {} was tried again by {}: {}", letter.id(), audit.by(), state.wireName());
        return store.inTransaction(
                        queue.cancel(RedriveWorker.QUEUE, List.of(letter.id())).then(change))
                .thenReturn(new Outcome.Tried(state, error));
    }

    /**
     * Has all letters tried again that wait, fit, and have not failed too often, at a rate.
     *
     * @return how many
     */
    public Mono<Long> redriveAll(DeadLetterFilter filter, @Nullable Integer maxPerSecond, boolean force, Audit audit) {
        int rate = maxPerSecond == null ? settings.redrivesPerSecond() : maxPerSecond;
        return store.inTransaction(
                        store.change(filter, limit(force), DeadLetterState.QUEUED, audit, DeadLetterState.WAITING)
                                .sort(IN_THEIR_ORDER)
                                .collectList()
                                .flatMap(letters -> Flux.fromIterable(requests(letters, rate))
                                        .buffer(5_000)
                                        .concatMap(queue::enqueue)
                                        .then(Mono.just((long) letters.size()))))
                .doOnNext(count -> log.info("{} dead letters are to be tried again, by {}", count, audit.by()));
    }

    private static List<WorkRequest> requests(List<DeadLetter> letters, int rate) {
        List<WorkRequest> requests = new ArrayList<>(letters.size());
        for (int i = 0; i < letters.size(); i++) {
            DeadLetter letter = letters.get(i);
            requests.add(new WorkRequest(
                    RedriveWorker.QUEUE,
                    letter.clientId() == null ? NOBODY : letter.clientId(),
                    letter.id(),
                    WorkRequest.LIVE,
                    Duration.ofMillis(1_000L * i / rate),
                    null));
        }
        return requests;
    }

    /** Gives up all letters that wait and fit: they stay listed as long as the broker has them. Gives how many. */
    public Mono<Long> drop(DeadLetterFilter filter, Audit audit) {
        return store.inTransaction(store.change(
                                filter,
                                Integer.MAX_VALUE,
                                DeadLetterState.DROPPED,
                                audit,
                                DeadLetterState.WAITING,
                                DeadLetterState.QUEUED)
                        .map(DeadLetter::id)
                        .collectList()
                        .flatMap(ids -> queue.cancel(RedriveWorker.QUEUE, ids).thenReturn((long) ids.size())))
                .doOnNext(count -> log.info("{} dead letters were dropped by {}", count, audit.by()));
    }

    private Mono<ConsumerRecord<String, byte[]>> record(DeadLetter letter) {
        return Mono.fromCallable(() -> box.read(List.of(letter)))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap((Map<UUID, ConsumerRecord<String, byte[]>> found) -> Mono.justOrEmpty(found.get(letter.id())));
    }
}
