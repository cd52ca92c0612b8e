package dev.colophon.metadata.generation;

import dev.colophon.metadata.generation.GenerationRequests.Reason;
import dev.colophon.metadata.project.MetadataStatus;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Projects that should have metadata and do not: seen to behind all live work. */
@Component
public class Backlog {

    private final ClientTransactions transactions;
    private final GenerationStore store;
    private final GenerationRequests requests;
    private final WorkQueue queue;

    Backlog(ClientTransactions transactions, GenerationStore store, GenerationRequests requests, WorkQueue queue) {
        this.transactions = transactions;
        this.store = store;
        this.requests = requests;
        this.queue = queue;
    }

    /** How many projects wait for metadata, whoever asked for it. */
    public Mono<Long> waiting() {
        return queue.depth(GenerationQueue.NAME);
    }

    /** Asks for the first metadata of a project; false where there is some by now, it is on its way or none is wanted. */
    public Mono<Boolean> ask(UUID clientId, UUID projectId) {
        Mono<Boolean> work = store.lock(projectId)
                .filter(GenerationStore.Known::autoMetadata)
                .map(GenerationStore.Known::state)
                .filter(state -> state.meta() == null
                        && (state.status() == MetadataStatus.NONE || state.status() == MetadataStatus.FAILED))
                .flatMap(state -> requests.change(clientId, projectId, state, Reason.NIGHTLY, null))
                .hasElement();
        return transactions.inClient(clientId, work);
    }

    /** Queues work that its projects' states say is there already. */
    public Mono<Void> putBack(UUID clientId, Collection<UUID> projects) {
        return transactions.inClient(
                clientId,
                queue.enqueue(projects.stream()
                        .map(project -> new WorkRequest(
                                GenerationQueue.NAME, clientId, project, WorkRequest.BACKFILL, Duration.ZERO, null))
                        .toList()));
    }
}
