package dev.colophon.messaging.inbox;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Forgets events that no topic can deliver again, once an hour. Any instance may: deleting twice is deleting once. */
final class InboxPruning implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(InboxPruning.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final DatabaseClient database;
    private final InboxProperties settings;
    private Disposable running = Disposables.disposed();

    InboxPruning(DatabaseClient database, InboxProperties settings) {
        this.database = database;
        this.settings = settings;
    }

    @Override
    public void start() {
        running = Flux.interval(EVERY)
                .onBackpressureDrop()
                .concatMap(tick -> prune().onErrorResume(e -> {
                    log.warn("inbox was not pruned: {}", e.toString());
                    return Mono.empty();
                }))
                .subscribe();
    }

    private Mono<Long> prune() {
        return database.sql(
                        "delete from processed_event where processed_at < clock_timestamp() - $1 * interval '1 second'")
                .bind(0, settings.keep().toSeconds())
                .fetch()
                .rowsUpdated();
    }

    @Override
    public void stop() {
        running.dispose();
    }

    @Override
    public boolean isRunning() {
        return !running.isDisposed();
    }
}
