package dev.colophon.etl.jira;

import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.jira.client.Pauses;
import dev.colophon.etl.source.ConnectedSources;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.job.JobLock;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps the webhooks of all sources alive, also of those that no schedule reads: Jira forgets a webhook after 30 days without
 * a word. One instance at a time; what fails for one source does not hold up the others.
 */
@Component
class WebhookKeeper implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(WebhookKeeper.class);
    private static final Duration AT_MOST = Duration.ofHours(1);

    private final DatabaseClient database;
    private final ClientTransactions transactions;
    private final JobLock lock;
    private final ConnectedSources sources;
    private final Jiras jiras;
    private final WebhookCare care;
    private final JiraProperties settings;
    private Disposable running = Disposables.disposed();

    WebhookKeeper(
            DatabaseClient database,
            ClientTransactions transactions,
            JobLock lock,
            ConnectedSources sources,
            Jiras jiras,
            WebhookCare care,
            JiraProperties settings) {
        this.database = database;
        this.transactions = transactions;
        this.lock = lock;
        this.sources = sources;
        this.jiras = jiras;
        this.care = care;
        this.settings = settings;
    }

    private record Owned(UUID clientId, UUID sourceId) {}

    @Override
    public void start() {
        if (settings.publicUrl() == null) {
            return;
        }
        running = Flux.interval(Duration.ofMinutes(1), settings.webhookCheck())
                .onBackpressureDrop()
                .concatMap(tick -> lock.runExclusively("jira-webhooks", AT_MOST, keepAll())
                        .onErrorResume(error -> {
                            log.warn("webhooks of Jira have to wait: {}", error.toString());
                            return Mono.empty();
                        }))
                .subscribe();
    }

    /** Gives how many webhooks are alive. */
    Mono<Long> keepAll() {
        return transactions
                .inSystem(
                        database.sql("select client_id, source_id from source_owner where type = $1 order by source_id")
                                .bind(0, JiraConnector.TYPE)
                                .mapProperties(Owned.class)
                                .all()
                                .collectList())
                .flatMapIterable(owned -> owned)
                .concatMap(this::keep)
                .filter(kept -> kept)
                .count();
    }

    private Mono<Boolean> keep(Owned owned) {
        return sources.connection(owned.clientId(), owned.sourceId())
                .flatMap(connection ->
                        Mono.fromCallable(() -> keepHere(connection)).subscribeOn(Schedulers.boundedElastic()))
                .onErrorResume(error -> {
                    log.warn("no webhook for source {}: {}", owned.sourceId(), error.getMessage());
                    return Mono.just(false);
                });
    }

    private boolean keepHere(Connection connection) throws IOException, InterruptedException, SourceFailure {
        JiraConfig config = JiraConfig.of(connection.config());
        return care.wanted(config)
                && care.keep(jiras.client(connection, Pauses.NONE), config, connection.sourceId())
                        .startsWith(WebhookCare.ALIVE);
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
