package dev.colophon.gateway.identity;

import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** API keys of a client, for its admins and for operators. Nobody gives a role that they could not use themselves. */
@RestController
@RequestMapping("/api/v1/clients/{clientId}/api-keys")
@RequiresRole({Role.ADMIN, Role.OPERATOR})
@Tag(name = "api keys")
class ApiKeyController {

    /** What a key is made with. */
    record KeyInput(
            @NotBlank @Size(max = 200) String name,
            @NotEmpty List<@NotNull Role> roles,
            @Nullable Instant expiresAt) {}

    private final Clients clients;
    private final ApiKeyStore keys;
    private final Identities identities;
    private final Clock clock;

    ApiKeyController(Clients clients, ApiKeyStore keys, Identities identities, Clock clock) {
        this.clients = clients;
        this.keys = keys;
        this.identities = identities;
        this.clock = clock;
    }

    @PostMapping
    @Operation(summary = "Create an API key, shown once")
    Mono<ResponseEntity<KeyView>> create(
            @PathVariable UUID clientId, @Valid @RequestBody KeyInput input, Caller caller) {
        return allowed(clientId, caller).then(Mono.defer(() -> {
            check(input, caller);
            return clients.addKey(
                            clientId,
                            input.name().strip(),
                            EnumSet.copyOf(input.roles()),
                            input.expiresAt(),
                            caller.subject())
                    .map(made -> ResponseEntity.created(URI.create("/api/v1/clients/" + clientId + "/api-keys/"
                                    + made.key().id()))
                            .body(KeyView.of(made)));
        }));
    }

    @GetMapping
    @Operation(summary = "List a client's API keys, without the keys themselves")
    Mono<Page<KeyView>> list(@PathVariable UUID clientId, PageRequest page, Caller caller) {
        return allowed(clientId, caller)
                .thenMany(keys.list(
                        clientId, page.cursor() == null ? null : page.cursor().uuid(0), page.fetchLimit()))
                .collectList()
                .map(rows -> Page.of(rows, page, key -> Cursor.of(key.id())).map(KeyView::of));
    }

    @DeleteMapping("/{keyId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Revoke an API key")
    Mono<Void> revoke(@PathVariable UUID clientId, @PathVariable UUID keyId, Caller caller) {
        return allowed(clientId, caller)
                .then(clients.revokeKey(clientId, keyId, caller.subject()))
                .switchIfEmpty(Mono.error(() -> ProblemException.notFound("There is no such key in force")))
                .then();
    }

    /** An admin sees the own client alone; to others it looks as if there were no such client. */
    private Mono<Void> allowed(UUID clientId, Caller caller) {
        boolean own = clientId.equals(caller.clientId());
        if (!own && !caller.has(Role.OPERATOR)) {
            return Mono.error(ClientController::unknown);
        }
        return identities
                .isClient(clientId)
                .flatMap(known -> known ? Mono.empty() : Mono.error(ClientController::unknown));
    }

    private void check(KeyInput input, Caller caller) {
        if (input.roles().contains(Role.OPERATOR) && !caller.has(Role.OPERATOR)) {
            throw ProblemException.forbidden("Giving the role operator needs the role operator");
        }
        if (input.expiresAt() != null && !input.expiresAt().isAfter(clock.instant())) {
            throw ProblemException.badRequest(
                    "The key would be expired from the start", new FieldError("expires_at", "must be in the future"));
        }
    }
}
