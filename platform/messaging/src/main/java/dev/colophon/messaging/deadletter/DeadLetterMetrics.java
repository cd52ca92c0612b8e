package dev.colophon.messaging.deadletter;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Counts the dead letters that wait; all instances tell the same. */
final class DeadLetterMetrics {

    private final DeadLetterStore store;
    private final Map<String, DeadLetterStore.Waiting> waiting = new ConcurrentHashMap<>();

    DeadLetterMetrics(DeadLetterStore store, Collection<String> topics, MeterRegistry meters) {
        this.store = store;
        for (String topic : Set.copyOf(topics)) {
            DeadLetterMeter.WAITING.gauge(meters, this, all -> all.of(topic).letters(), topic);
            DeadLetterMeter.OLDEST_AGE.gauge(meters, this, all -> all.of(topic).oldestSeconds(), topic);
        }
    }

    Mono<Void> read() {
        return store.waiting().doOnNext(this::counted).then();
    }

    private DeadLetterStore.Waiting of(String topic) {
        return waiting.getOrDefault(topic, new DeadLetterStore.Waiting(topic, 0, 0));
    }

    private void counted(List<DeadLetterStore.Waiting> found) {
        waiting.keySet()
                .retainAll(found.stream().map(DeadLetterStore.Waiting::topic).collect(Collectors.toSet()));
        found.forEach(one -> waiting.put(one.topic(), one));
    }
}
