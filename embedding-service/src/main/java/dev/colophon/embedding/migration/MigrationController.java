package dev.colophon.embedding.migration;

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
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Changing the model that a client searches with. */
@RestController
@RequestMapping("/api/v1/embeddings/migrations")
@RequiresRole(Role.ADMIN)
@Tag(name = "Model migrations")
class MigrationController {

    private final Migrations migrations;
    private final MigrationStore store;
    private final ClientTransactions transactions;

    MigrationController(Migrations migrations, MigrationStore store, ClientTransactions transactions) {
        this.migrations = migrations;
        this.store = store;
        this.transactions = transactions;
    }

    @PostMapping
    @Operation(summary = "Begins a migration, or says what it would take")
    @ApiResponse(
            responseCode = "200",
            description = "What it would take",
            content = @Content(schema = @Schema(implementation = MigrationPlan.class)))
    @ApiResponse(
            responseCode = "202",
            description = "It has begun",
            content = @Content(schema = @Schema(implementation = MigrationView.class)))
    Mono<ResponseEntity<Object>> migrate(@Valid @RequestBody MigrationRequest request, Caller caller) {
        String toModel = Objects.requireNonNull(request.toModel());
        return request.onlyAsks()
                ? migrations.plan(caller.clientId(), toModel).map(ResponseEntity::ok)
                : migrations.begin(caller.clientId(), toModel).map(migration -> ResponseEntity.accepted()
                        .location(URI.create("/api/v1/embeddings/migrations/" + migration.id()))
                        .body(MigrationView.of(migration)));
    }

    @GetMapping
    @Operation(summary = "The client's migrations, newest first")
    @RequiresRole(Role.VIEWER)
    Mono<Page<MigrationView>> migrations(PageRequest page, Caller caller) {
        Cursor cursor = page.cursor();
        return transactions
                .inClient(
                        caller.clientId(),
                        store.page(caller.clientId(), cursor == null ? null : cursor.uuid(0), page.fetchLimit())
                                .collectList())
                .map(rows -> Page.of(rows, page, migration -> Cursor.of(migration.id()))
                        .map(MigrationView::of));
    }

    @GetMapping("/{id}")
    @Operation(summary = "How far a migration is")
    @RequiresRole(Role.VIEWER)
    Mono<MigrationView> migration(@PathVariable UUID id, Caller caller) {
        return transactions
                .inClient(caller.clientId(), store.find(caller.clientId(), id))
                .map(MigrationView::of)
                .switchIfEmpty(Mono.error(() -> ProblemException.notFound("There is no migration " + id)));
    }

    @PostMapping("/{id}/pause")
    @Operation(summary = "Lets nothing more be embedded for a migration")
    Mono<MigrationView> pause(@PathVariable UUID id, Caller caller) {
        return migrations.pause(caller.clientId(), id).map(MigrationView::of);
    }

    @PostMapping("/{id}/resume")
    @Operation(summary = "Has a paused migration go on")
    Mono<MigrationView> resume(@PathVariable UUID id, Caller caller) {
        return migrations.resume(caller.clientId(), id).map(MigrationView::of);
    }

    @PostMapping("/{id}/cancel")
    @Operation(summary = "Ends a migration; searches stay as they are")
    Mono<MigrationView> cancel(@PathVariable UUID id, Caller caller) {
        return migrations.cancel(caller.clientId(), id).map(MigrationView::of);
    }

    @PostMapping("/{id}/switch")
    @Operation(summary = "Switches without the chunks that were given up")
    Mono<MigrationView> switchWithout(@PathVariable UUID id, Caller caller) {
        return migrations.switchWithout(caller.clientId(), id).map(MigrationView::of);
    }
}
