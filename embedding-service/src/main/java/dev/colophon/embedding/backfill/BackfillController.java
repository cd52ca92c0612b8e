package dev.colophon.embedding.backfill;

import dev.colophon.embedding.backfill.BackfillRequest.Scope;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Having embedded what lacks its vector. */
@RestController
@RequestMapping("/api/v1/embeddings/backfills")
@RequiresRole(Role.ADMIN)
@Tag(name = "Backfills")
class BackfillController {

    private final Backfills backfills;
    private final BackfillStore store;
    private final ClientTransactions transactions;

    BackfillController(Backfills backfills, BackfillStore store, ClientTransactions transactions) {
        this.backfills = backfills;
        this.store = store;
        this.transactions = transactions;
    }

    @PostMapping
    @Operation(summary = "Begins a backfill, or says what it would take")
    @ApiResponse(
            responseCode = "200",
            description = "What it would take",
            content = @Content(schema = @Schema(implementation = BackfillPlan.class)))
    @ApiResponse(
            responseCode = "202",
            description = "It has begun",
            content = @Content(schema = @Schema(implementation = BackfillView.class)))
    Mono<ResponseEntity<Object>> backfill(@Valid @RequestBody BackfillRequest request, Caller caller) {
        Scope scope = request.scope();
        return request.onlyAsks()
                ? backfills.plan(caller.clientId(), scope).map(ResponseEntity::ok)
                : backfills.begin(caller.clientId(), scope).map(backfill -> ResponseEntity.accepted()
                        .location(URI.create("/api/v1/embeddings/backfills/" + backfill.id()))
                        .body(BackfillView.of(backfill)));
    }

    @GetMapping
    @RequiresRole(Role.VIEWER)
    @Operation(summary = "The client's backfills, newest first")
    Mono<Page<BackfillView>> backfills(PageRequest page, Caller caller) {
        Cursor cursor = page.cursor();
        return transactions
                .inClient(
                        caller.clientId(),
                        store.page(caller.clientId(), cursor == null ? null : cursor.uuid(0), page.fetchLimit())
                                .collectList())
                .map(rows -> Page.of(rows, page, backfill -> Cursor.of(backfill.id()))
                        .map(BackfillView::of));
    }

    @GetMapping("/{id}")
    @RequiresRole(Role.VIEWER)
    @Operation(summary = "How far a backfill is")
    Mono<BackfillView> backfill(@PathVariable UUID id, Caller caller) {
        return transactions
                .inClient(caller.clientId(), store.find(caller.clientId(), id))
                .map(BackfillView::of)
                .switchIfEmpty(Mono.error(() -> ProblemException.notFound("There is no backfill " + id)));
    }

    @PostMapping("/{id}/pause")
    @Operation(summary = "Has a backfill ask for nothing more")
    Mono<BackfillView> pause(@PathVariable UUID id, Caller caller) {
        return backfills.pause(caller.clientId(), id).map(BackfillView::of);
    }

    @PostMapping("/{id}/resume")
    @Operation(summary = "Has a paused backfill go on")
    Mono<BackfillView> resume(@PathVariable UUID id, Caller caller) {
        return backfills.resume(caller.clientId(), id).map(BackfillView::of);
    }

    @PostMapping("/{id}/cancel")
    @Operation(summary = "Ends a backfill")
    Mono<BackfillView> cancel(@PathVariable UUID id, Caller caller) {
        return backfills.cancel(caller.clientId(), id).map(BackfillView::of);
    }
}
