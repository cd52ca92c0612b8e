package dev.colophon.usage.integration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Integrations over HTTP: admins write, everyone of the client reads, nobody sees credentials. */
@RestController
@RequestMapping("/api/v1/integrations")
@RequiresRole(Role.VIEWER)
@Tag(name = "Integrations")
class IntegrationController {

    private final Integrations integrations;
    private final CredentialRotation rotation;

    IntegrationController(Integrations integrations, CredentialRotation rotation) {
        this.integrations = integrations;
        this.rotation = rotation;
    }

    @PostMapping
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Add an integration; credentials are sealed and never shown again")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = IntegrationBody.class)))
    Mono<ResponseEntity<IntegrationView>> create(@RequestBody JsonNode body, Caller caller) {
        return integrations.create(caller, body).map(made -> ResponseEntity.created(
                        URI.create("/api/v1/integrations/" + made.id()))
                .body(IntegrationView.of(made)));
    }

    @GetMapping
    @Operation(summary = "List integrations, newest first")
    Mono<Page<IntegrationView>> list(PageRequest page, Caller caller) {
        return integrations.page(caller.clientId(), page).map(rows -> rows.map(IntegrationView::of));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show an integration")
    Mono<IntegrationView> get(@PathVariable UUID id, Caller caller) {
        return integrations.find(caller.clientId(), id).map(IntegrationView::of);
    }

    @PatchMapping("/{id}")
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Change what is given; credentials null removes them")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = IntegrationBody.class)))
    Mono<IntegrationView> change(@PathVariable UUID id, @RequestBody JsonNode body, Caller caller) {
        return integrations.change(caller, id, body).map(IntegrationView::of);
    }

    @DeleteMapping("/{id}")
    @RequiresRole(Role.ADMIN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete an integration; refused while another falls back to it or configuration names it")
    Mono<Void> delete(@PathVariable UUID id, Caller caller) {
        return integrations.delete(caller, id);
    }

    @PostMapping("/rotate-credentials")
    @RequiresRole(Role.OPERATOR)
    @Operation(summary = "Seal the credentials of every client with the active key")
    Mono<CredentialRotation.Rotated> rotate(Caller caller) {
        return rotation.rotate(caller.subject());
    }
}
