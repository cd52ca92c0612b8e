package dev.colophon.etl.project;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.problem.ProblemException;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** The projects that there are, as this service has heard. */
@Component
public class ProjectRefs {

    private static final int LOOKS = 10;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final ClientTransactions transactions;
    private final DatabaseClient database;

    ProjectRefs(ClientTransactions transactions, DatabaseClient database) {
        this.transactions = transactions;
        this.database = database;
    }

    /**
     * Completes where the client has the project. News of a project that was made a moment ago may still be on its way:
     * waits two seconds for it.
     *
     * @return {@code 404} where there is none
     */
    public Mono<Void> require(UUID clientId, UUID projectId) {
        Mono<Boolean> look = transactions.inClient(
                clientId,
                database.sql("select true from project_ref where id = $1")
                        .bind(0, projectId)
                        .mapValue(Boolean.class)
                        .one());
        return look.switchIfEmpty(Mono.error(() -> new Unheard(projectId)))
                .retryWhen(Retry.fixedDelay(LOOKS, BETWEEN_LOOKS).filter(Unheard.class::isInstance))
                .onErrorMap(
                        error -> error.getCause() instanceof Unheard,
                        error -> ProblemException.notFound("There is no project " + projectId))
                .then();
    }

    /** A project that was deleted does not come back, whatever is told of it again. */
    public Mono<Void> add(UUID clientId, Collection<UUID> projectIds) {
        return database.sql("insert into project_ref (id, client_id) select id, $2 from unnest($1::uuid[]) as p(id)"
                        + " where not exists (select 1 from project_gone g where g.id = p.id)"
                        + " on conflict do nothing")
                .bind(0, projectIds.toArray(UUID[]::new))
                .bind(1, clientId)
                .fetch()
                .rowsUpdated()
                .then();
    }

    /** Takes sources, runs and items with it. */
    public Mono<Void> remove(UUID clientId, UUID projectId) {
        return database.sql("insert into project_gone (id, client_id) values ($1, $2) on conflict do nothing")
                .bind(0, projectId)
                .bind(1, clientId)
                .fetch()
                .rowsUpdated()
                .then(database.sql("delete from project_ref where id = $1")
                        .bind(0, projectId)
                        .fetch()
                        .rowsUpdated())
                .then();
    }

    private static final class Unheard extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unheard(UUID projectId) {
            super("not heard of project " + projectId, null, false, false);
        }
    }
}
