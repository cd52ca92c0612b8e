package dev.colophon.etl.item;

import dev.colophon.etl.item.SentItems.Rejection;
import dev.colophon.etl.project.ProjectRefs;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
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

    private static final int MAX_BODY = 10 << 20;
    private static final int BATCH = 100;

    private final ClientTransactions transactions;
    private final ProjectRefs projects;
    private final Items items;

    SentItemsController(ClientTransactions transactions, ProjectRefs projects, Items items) {
        this.transactions = transactions;
        this.projects = projects;
        this.items = items;
    }

    /**
     * What became of the items.
     *
     * @param accepted captured, or known already
     */
    record Accepted(int accepted, List<Rejection> rejected) {}

    @PostMapping(
            path = "/api/v1/projects/{id}/items",
            consumes = {MediaType.APPLICATION_NDJSON_VALUE, MediaType.APPLICATION_JSON_VALUE})
    @ResponseStatus(HttpStatus.ACCEPTED)
    @RequiresRole(Role.MEMBER)
    @Operation(summary = "Sends items, as NDJSON or as an array; a bad line is rejected and costs no other")
    Mono<Accepted> send(Caller caller, @PathVariable UUID id, ServerHttpRequest request) {
        return projects.require(caller.clientId(), id)
                .then(Mono.defer(() -> body(request)))
                .map(body -> SentItems.parse(body, caller.clientId(), id))
                .flatMap(sent -> Flux.fromIterable(sent.accepted())
                        .buffer(BATCH)
                        .concatMap(batch -> transactions.inClient(caller.clientId(), items.capture(batch)))
                        .then(Mono.just(new Accepted(sent.accepted().size(), sent.rejected()))));
    }

    private static Mono<String> body(ServerHttpRequest request) {
        return DataBufferUtils.join(request.getBody(), MAX_BODY)
                .map(buffer -> {
                    String text = buffer.toString(StandardCharsets.UTF_8);
                    DataBufferUtils.release(buffer);
                    return text;
                })
                .onErrorMap(
                        DataBufferLimitException.class,
                        e -> ProblemException.tooLarge("Items are sent in bodies of at most 10 MB"))
                .switchIfEmpty(Mono.error(() -> ProblemException.badRequest("The body is empty")));
    }
}
