package dev.colophon.etl.source;

import dev.colophon.etl.source.SourceRun.ItemError;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The runs of a client's sources. */
@RestController
@RequestMapping("/api/v1/sources/{id}")
@RequiresRole(Role.VIEWER)
@Tag(name = "Sources")
class RunController {

    private final ClientTransactions transactions;
    private final SourceStore sources;
    private final RunStore runs;
    private final SeenStore seen;
    private final SyncQueue queue;
    private final RunLedger ledger;
    private final RunMetrics metrics;

    RunController(
            ClientTransactions transactions,
            SourceStore sources,
            RunStore runs,
            SeenStore seen,
            SyncQueue queue,
            RunLedger ledger,
            RunMetrics metrics) {
        this.transactions = transactions;
        this.sources = sources;
        this.runs = runs;
        this.seen = seen;
        this.queue = queue;
        this.ledger = ledger;
        this.metrics = metrics;
    }

    /**
     * How to sync.
     *
     * @param full read everything again and remove what is gone
     */
    record SyncRequest(@Nullable Boolean full) {}

    @PostMapping("/sync")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @RequiresRole(Role.MEMBER)
    @Operation(summary = "Starts a run, or gives the one that is under way")
    Mono<SourceRun> sync(
            Caller caller, @PathVariable UUID id, @RequestBody(required = false) @Nullable SyncRequest request) {
        boolean full = request != null && Boolean.TRUE.equals(request.full());
        return transactions.inClient(
                caller.clientId(),
                sources.require(id)
                        .map(RunController::awake)
                        .flatMap(source -> queue.request(caller.clientId(), id, full)));
    }

    private static Source awake(Source source) {
        if (source.paused()) {
            throw ProblemException.conflict("The source is paused");
        }
        return source;
    }

    @GetMapping("/runs")
    @Operation(summary = "Runs, newest first")
    Mono<Page<SourceRun>> runs(Caller caller, @PathVariable UUID id, PageRequest page) {
        return transactions.inClient(caller.clientId(), sources.require(id).flatMap(source -> runs.list(id, page)));
    }

    @GetMapping("/runs/{run}")
    @Operation(summary = "One run")
    Mono<SourceRun> run(Caller caller, @PathVariable UUID id, @PathVariable UUID run) {
        return transactions.inClient(caller.clientId(), found(id, run));
    }

    @GetMapping("/runs/{run}/errors")
    @Operation(summary = "Items that a run could not read, with their addresses")
    Mono<Page<ItemError>> errors(Caller caller, @PathVariable UUID id, @PathVariable UUID run, PageRequest page) {
        return transactions.inClient(caller.clientId(), found(id, run).flatMap(found -> seen.errors(run, page)));
    }

    @PostMapping("/runs/{run}/cancel")
    @RequiresRole(Role.MEMBER)
    @Operation(summary = "Ends a run that waits or is under way; what it has captured stays")
    Mono<SourceRun> cancel(Caller caller, @PathVariable UUID id, @PathVariable UUID run) {
        Mono<SourceRun> ended = sources.require(id)
                .flatMap(source -> found(id, run).flatMap(before -> ledger.cancel(caller.clientId(), source, run)
                        .doOnNext(now -> metrics.ended(source.type(), now))
                        .switchIfEmpty(Mono.error(() -> ProblemException.conflict("The run is over")))));
        return transactions.inClient(caller.clientId(), ended);
    }

    private Mono<SourceRun> found(UUID sourceId, UUID id) {
        return runs.find(id)
                .filter(run -> run.sourceId().equals(sourceId))
                .switchIfEmpty(Mono.error(() -> ProblemException.notFound("There is no run " + id)));
    }
}
