package dev.colophon.metadata.cache;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;

/**
 * Makes equal requests that come at the same time one: the work is done once, and all get its result or its error. It goes
 * on when nobody waits for it any more, as it may be paid for already. Within one process.
 */
public final class SingleFlight<K, T> {

    /**
     * A result.
     *
     * @param own true for exactly one of those who get it: what the work used is theirs to tell
     */
    public record Landed<T>(T value, boolean own) {}

    private record Flight<T>(Mono<T> result, AtomicBoolean claimed) {}

    private final ConcurrentMap<K, Flight<T>> underWay = new ConcurrentHashMap<>();

    /** Every subscription is a request. */
    public Mono<Landed<T>> join(K key, Mono<T> work) {
        return Mono.defer(() -> {
            Flight<T> flight = underWay.computeIfAbsent(
                    key,
                    first -> new Flight<>(
                            work.doOnTerminate(() -> underWay.remove(first)).cache(), new AtomicBoolean()));
            return flight.result()
                    .map(value -> new Landed<>(value, flight.claimed().compareAndSet(false, true)));
        });
    }
}
