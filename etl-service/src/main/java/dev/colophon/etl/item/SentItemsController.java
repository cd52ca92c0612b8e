package dev.colophon.etl.item;

import dev.colophon.etl.project.ProjectRefs;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes in items from connectors that clients write themselves. */
@RestController
@Tag(name = "Items")
class SentItemsController {

    private final SentProperties limits;
    private final ClientTransactions transactions;
    private final ProjectRefs projects;
    private final Items items;

    SentItemsController(SentProperties limits, ClientTransactions transactions, ProjectRefs projects, Items items) {
        this.limits = limits;
        this.transactions = transactions;
        this.projects = projects;
        this.items = items;
    }

    @PostMapping(
            path = "/api/v1/projects/{id}/items",
            consumes = {MediaType.APPLICATION_NDJSON_VALUE, MediaType.APPLICATION_JSON_VALUE})
    @ResponseStatus(HttpStatus.ACCEPTED)
    @RequiresRole(Role.MEMBER)
    @Operation(
            summary =
                    "Sends items, as NDJSON or as an array; a bad line is rejected and costs no other. Lines are taken"
                            + " while they come: of a request that breaks off, what came before is kept, and sending it all again"
                            + " changes nothing")
    Mono<SentItems> send(Caller caller, @PathVariable UUID id, ServerHttpRequest request) {
        return projects.require(caller.clientId(), id).then(Mono.defer(() -> taken(caller.clientId(), id, request)));
    }

    private Mono<SentItems> taken(UUID clientId, UUID projectId, ServerHttpRequest request) {
        Flux<SentLine> lines = new SentBody(limits, clientId, projectId).read(request.getBody());
        return lines.bufferUntil(new SentBatches())
                .concatMap(batch -> captured(clientId, batch).thenReturn(batch), 1)
                .reduce(SentItems.NONE, SentItems::and);
    }

    private Mono<Void> captured(UUID clientId, List<SentLine> batch) {
        List<ItemDraft> drafts =
                batch.stream().map(SentLine::draft).filter(Objects::nonNull).toList();
        return drafts.isEmpty()
                ? Mono.empty()
                : transactions.inClient(clientId, items.capture(drafts)).then();
    }
}
