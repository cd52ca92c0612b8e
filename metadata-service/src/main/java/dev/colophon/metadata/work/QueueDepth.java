package dev.colophon.metadata.work;

import dev.colophon.persistence.work.WorkQueue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Follows the depth of a queue, so that reading a gauge asks no database. At most five seconds old. */
public final class QueueDepth implements SmartLifecycle {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final WorkQueue queue;
    private final String name;
    private volatile long latest;
    private @Nullable Disposable subscription;

    public QueueDepth(WorkQueue queue, String name) {
        this.queue = queue;
        this.name = name;
    }

    /** The depth when it was looked at last. */
    public long latest() {
        return latest;
    }

    @Override
    public synchronized void start() {
        subscription = Flux.interval(Duration.ZERO, EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> queue.depth(name).onErrorResume(error -> Mono.empty()))
                .subscribe(depth -> latest = depth);
    }

    @Override
    public synchronized void stop() {
        if (subscription != null) {
            subscription.dispose();
            subscription = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return subscription != null;
    }
}
