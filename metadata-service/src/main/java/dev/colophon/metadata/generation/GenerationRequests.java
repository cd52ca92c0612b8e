package dev.colophon.metadata.generation;

import dev.colophon.events.ClientId;
import dev.colophon.events.Event;
import dev.colophon.events.Ids;
import dev.colophon.events.metadata.MetadataRequested;
import dev.colophon.messaging.outbox.Outbox;
import dev.colophon.messaging.outbox.OutgoingEvent;
import dev.colophon.metadata.generation.GenerationState.Adopt;
import dev.colophon.metadata.generation.GenerationState.Decision;
import dev.colophon.metadata.generation.GenerationState.FollowUp;
import dev.colophon.metadata.generation.GenerationState.Queue;
import dev.colophon.persistence.ClientTransactions;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Takes requests for metadata: the state and the event that tells of the request are one transaction. */
@Component
class GenerationRequests {

    private static final Logger LOG = LoggerFactory.getLogger(GenerationRequests.class);

    /** Why metadata is wanted, in the words of the event. */
    enum Reason {
        UPDATED("updated"),
        REQUESTED("requested"),
        ITEMS_CHANGED("items_changed"),
        NIGHTLY("nightly"),
        /** Its work is queued with it: {@link Regenerations}. */
        REPLAYED("replayed");

        private final String wireName;

        Reason(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    private final ClientTransactions transactions;
    private final GenerationStore store;
    private final Outbox outbox;

    GenerationRequests(ClientTransactions transactions, GenerationStore store, Outbox outbox) {
        this.transactions = transactions;
        this.store = store;
        this.outbox = outbox;
    }

    /** Somebody asks; empty where the client has no such project. */
    Mono<Decision> ask(UUID clientId, UUID projectId, boolean force) {
        Mono<Decision> work = store.lock(projectId).flatMap(known -> {
            Decision decision = known.state().ask(force, Ids.newId());
            return carryOut(new ClientId(clientId), projectId, decision, Reason.REQUESTED, force, null);
        });
        return transactions.inClient(clientId, work);
    }

    /** The project changed and is to have metadata that says so; joins the current transaction. */
    Mono<Decision> change(
            UUID clientId, UUID projectId, GenerationState state, Reason reason, @Nullable Event<?> cause) {
        return carryOut(new ClientId(clientId), projectId, state.change(Ids.newId()), reason, true, cause);
    }

    private Mono<Decision> carryOut(
            ClientId clientId,
            UUID projectId,
            Decision decision,
            Reason reason,
            boolean force,
            @Nullable Event<?> cause) {
        boolean asked = reason == Reason.REQUESTED;
        Mono<Void> done = Mono.empty();
        if (decision instanceof Queue queue) {
            done = store.queue(projectId, queue.requestId(), reason.wireName, asked)
                    .then(tell(requested(clientId, projectId, queue.requestId(), force, reason), cause));
        } else if (decision instanceof FollowUp followUp) {
            done = store.followUp(projectId, followUp.requestId())
                    .then(tell(requested(clientId, projectId, followUp.requestId(), true, reason), cause));
        } else if (decision instanceof Adopt) {
            done = store.adopt(projectId);
        }
        return done.thenReturn(decision)
                .doOnNext(made -> LOG.info(
                        "metadata of project {} of client {}, {}: {}",
                        projectId,
                        clientId,
                        reason.wireName,
                        made.getClass().getSimpleName()));
    }

    private Mono<Void> tell(MetadataRequested requested, @Nullable Event<?> cause) {
        return cause == null
                ? outbox.append(requested)
                : outbox.append(List.of(new OutgoingEvent(Ids.newId(), requested, cause.id(), cause.traceparent())));
    }

    private static MetadataRequested requested(
            ClientId clientId, UUID projectId, UUID requestId, boolean force, Reason reason) {
        return new MetadataRequested(clientId, projectId, requestId, force, reason.wireName);
    }
}
