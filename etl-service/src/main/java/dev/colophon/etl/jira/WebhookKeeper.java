package dev.colophon.etl.jira;

import dev.colophon.etl.connector.Connection;
import dev.colophon.etl.connector.SourceFailure;
import dev.colophon.etl.jira.client.Pauses;
import dev.colophon.etl.source.ConnectedSources;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.job.JobResult;
import dev.colophon.persistence.job.JobRun;
import dev.colophon.persistence.job.Schedule;
import dev.colophon.persistence.job.ScheduledJob;
import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps the webhooks of all sources alive, also of those that no schedule reads: Jira forgets a webhook after 30 days without
 * a word. What fails for one source does not hold up the others.
 */
@Component
class WebhookKeeper implements ScheduledJob {

    private static final Logger log = LoggerFactory.getLogger(WebhookKeeper.class);

    private final DatabaseClient database;
    private final ClientTransactions transactions;
    private final ConnectedSources sources;
    private final Jiras jiras;
    private final WebhookCare care;
    private final JiraProperties settings;

    WebhookKeeper(
            DatabaseClient database,
            ClientTransactions transactions,
            ConnectedSources sources,
            Jiras jiras,
            WebhookCare care,
            JiraProperties settings) {
        this.database = database;
        this.transactions = transactions;
        this.sources = sources;
        this.jiras = jiras;
        this.care = care;
        this.settings = settings;
    }

    private record Owned(UUID clientId, UUID sourceId) {}

    @Override
    public String name() {
        return "jira-webhooks";
    }

    @Override
    public String description() {
        return "Keeps webhooks in Jira alive, which forgets them after 30 days";
    }

    /** Without an address of our own there is nothing that Jira could call. */
    @Override
    public Schedule schedule() {
        return settings.publicUrl() == null ? Schedule.cron("-") : Schedule.every(settings.webhookCheck());
    }

    @Override
    public Mono<JobResult> run(JobRun run) {
        return settings.publicUrl() == null
                ? Mono.just(JobResult.skipped("this installation has no public address"))
                : keepAll().map(alive -> JobResult.of("alive", alive));
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
                && care.keep(jiras.client(connection, Pauses.NONE), config, connection)
                        .startsWith(WebhookCare.ALIVE);
    }
}
