package dev.colophon.etl.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.etl.connector.ConnectionReport;
import dev.colophon.etl.source.Sources.Trial;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A client's sources. */
@RestController
@RequestMapping("/api/v1/sources")
@RequiresRole(Role.VIEWER)
@Tag(name = "Sources")
class SourceController {

    private final Sources sources;
    private final SourceStore store;
    private final CredentialRotation rotation;
    private final ClientTransactions transactions;

    SourceController(Sources sources, SourceStore store, CredentialRotation rotation, ClientTransactions transactions) {
        this.sources = sources;
        this.store = store;
        this.rotation = rotation;
        this.transactions = transactions;
    }

    @PostMapping
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Connects a source; a secret for its webhooks that is made up here is shown this once")
    Mono<ResponseEntity<Source>> create(Caller caller, @Valid @RequestBody SourceRequest request) {
        return sources.create(caller.clientId(), request)
                .map(source -> ResponseEntity.created(URI.create("/api/v1/sources/" + source.id()))
                        .body(source));
    }

    @GetMapping
    @Operation(summary = "Sources")
    Mono<Page<Source>> list(
            Caller caller,
            @RequestParam(name = "project_id", required = false) @Nullable UUID projectId,
            PageRequest page) {
        return transactions
                .inClient(caller.clientId(), store.list(projectId, page))
                .map(found ->
                        new Page<>(found.items().stream().map(sources::shown).toList(), found.nextCursor()));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One source")
    Mono<Source> get(Caller caller, @PathVariable UUID id) {
        return sources.find(caller.clientId(), id);
    }

    @PatchMapping("/{id}")
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Changes a source, pauses it or goes on with it")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = SourceChanges.class)))
    Mono<Source> change(Caller caller, @PathVariable UUID id, @RequestBody JsonNode changes) {
        return sources.change(caller.clientId(), id, SourceChanges.of(changes));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Disconnects a source and removes its items")
    Mono<Void> delete(Caller caller, @PathVariable UUID id) {
        return sources.delete(caller.clientId(), id);
    }

    @PostMapping("/test")
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Tries a source before it is connected")
    Mono<ConnectionReport> test(Caller caller, @Valid @RequestBody Trial trial) {
        return sources.test(caller.clientId(), trial);
    }

    @PostMapping("/{id}/test")
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Tries a source as it is connected")
    Mono<ConnectionReport> test(Caller caller, @PathVariable UUID id) {
        return sources.test(caller.clientId(), id);
    }

    @PostMapping("/rotate-credentials")
    @RequiresRole(Role.OPERATOR)
    @Operation(summary = "Seals the credentials of every client's sources with the key that is active now")
    Mono<CredentialRotation.Rotated> rotate(Caller caller) {
        return rotation.rotate();
    }
}
