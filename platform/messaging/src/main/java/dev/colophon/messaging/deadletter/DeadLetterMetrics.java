package dev.colophon.messaging.deadletter;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Counts from time to time the dead letters that wait; all instances tell the same. */
final class DeadLetterMetrics implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterMetrics.class);

    private final DeadLetterStore store;
    private final Duration every;
    private final Map<String, DeadLetterStore.Waiting> waiting = new ConcurrentHashMap<>();
    private Disposable counting = Disposables.disposed();

    DeadLetterMetrics(DeadLetterStore store, Duration every, Collection<String> topics, MeterRegistry meters) {
        this.store = store;
        this.every = every;
        for (String topic : Set.copyOf(topics)) {
            DeadLetterMeter.WAITING.gauge(meters, this, all -> all.of(topic).letters(), topic);
            DeadLetterMeter.OLDEST_AGE.gauge(meters, this, all -> all.of(topic).oldestSeconds(), topic);
        }
    }

    private DeadLetterStore.Waiting of(String topic) {
        return waiting.getOrDefault(topic, new DeadLetterStore.Waiting(topic, 0, 0));
    }

    @Override
    public void start() {
        counting = Flux.interval(Duration.ZERO, every)
                .onBackpressureDrop()
                .concatMap(tick -> store.waiting().onErrorResume(error -> {
                    log.debug("dead letters could not be counted: {}", error.toString());
                    return Mono.empty();
                }))
                .subscribe(this::counted);
    }

    private void counted(List<DeadLetterStore.Waiting> found) {
        waiting.keySet()
                .retainAll(found.stream().map(DeadLetterStore.Waiting::topic).collect(Collectors.toSet()));
        found.forEach(one -> waiting.put(one.topic(), one));
    }

    @Override
    public void stop() {
        counting.dispose();
    }

    @Override
    public boolean isRunning() {
        return !counting.isDisposed();
    }
}
