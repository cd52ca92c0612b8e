package dev.colophon.etl.webhook;

import dev.colophon.etl.source.ConnectedSources;
import dev.colophon.messaging.Traces;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkQueue;
import dev.colophon.persistence.work.WorkRequest;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What a source has told, and what became of it. */
@RestController
@RequestMapping("/api/v1/sources/{id}/deliveries")
@RequiresRole(Role.VIEWER)
@Tag(name = "Webhooks")
class DeliveryController {

    private final ClientTransactions transactions;
    private final ConnectedSources sources;
    private final DeliveryStore store;
    private final WorkQueue queue;
    private final Traces traces;

    DeliveryController(
            ClientTransactions transactions,
            ConnectedSources sources,
            DeliveryStore store,
            WorkQueue queue,
            Traces traces) {
        this.transactions = transactions;
        this.sources = sources;
        this.store = store;
        this.queue = queue;
        this.traces = traces;
    }

    @GetMapping
    @Operation(summary = "Deliveries of the last thirty days, newest first")
    Mono<Page<Delivery.Shown>> list(Caller caller, @PathVariable UUID id, PageRequest page) {
        return sources.require(caller.clientId(), id)
                .then(transactions.inClient(caller.clientId(), store.list(id, page)));
    }

    @PostMapping("/{delivery}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @RequiresRole(Role.MEMBER)
    @Operation(summary = "Reads a delivery again that could not be read")
    Mono<Void> retry(Caller caller, @PathVariable UUID id, @PathVariable UUID delivery) {
        Mono<Void> again = Mono.deferContextual(context -> store.unread(delivery)
                .filter(unread -> unread.sourceId().equals(id))
                .switchIfEmpty(
                        Mono.error(() -> ProblemException.notFound("There is no delivery " + delivery + " to be read")))
                .then(Mono.defer(() -> queue.enqueue(List.of(WorkRequest.now(
                        WebhookWorker.QUEUE, caller.clientId(), delivery, traces.traceparent(context)))))));
        return transactions.inClient(caller.clientId(), again);
    }
}
