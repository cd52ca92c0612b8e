package dev.colophon.gateway.identity;

import dev.colophon.web.paging.Cursor;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Clients, for operators. */
@RestController
@RequestMapping("/api/v1/clients")
@RequiresRole(Role.OPERATOR)
@Tag(name = "clients")
class ClientController {

    /** What a client is made or changed with. */
    record ClientInput(@NotBlank @Size(max = 200) String name) {}

    /** A client as the API shows it. */
    record ClientView(UUID id, String name, Instant createdAt, Instant updatedAt) {

        static ClientView of(Client client) {
            return new ClientView(client.id(), client.name(), client.createdAt(), client.updatedAt());
        }
    }

    /** A new client with its first key, which is shown here and never again. */
    record NewClientView(UUID id, String name, Instant createdAt, Instant updatedAt, KeyView apiKey) {}

    private static final Set<Role> FIRST_KEY = Set.of(Role.VIEWER, Role.MEMBER, Role.ADMIN);

    private final Clients clients;
    private final ClientStore store;

    ClientController(Clients clients, ClientStore store) {
        this.clients = clients;
        this.store = store;
    }

    @PostMapping
    @Operation(summary = "Create a client with its first API key, shown once")
    Mono<ResponseEntity<NewClientView>> create(@Valid @RequestBody ClientInput input, Caller caller) {
        return clients.create(input.name().strip(), FIRST_KEY, caller.subject()).map(made -> ResponseEntity.created(
                        URI.create("/api/v1/clients/" + made.client().id()))
                .body(view(made)));
    }

    @GetMapping
    @Operation(summary = "List clients")
    Mono<Page<ClientView>> list(PageRequest page) {
        return store.list(page.cursor() == null ? null : page.cursor().uuid(0), page.fetchLimit())
                .collectList()
                .map(rows ->
                        Page.of(rows, page, client -> Cursor.of(client.id())).map(ClientView::of));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Read a client")
    Mono<ClientView> get(@PathVariable UUID id) {
        return store.find(id).map(ClientView::of).switchIfEmpty(Mono.error(ClientController::unknown));
    }

    @PatchMapping("/{id}")
    @Operation(summary = "Rename a client")
    Mono<ClientView> patch(@PathVariable UUID id, @Valid @RequestBody ClientInput input) {
        return clients.rename(id, input.name().strip())
                .map(ClientView::of)
                .switchIfEmpty(Mono.error(ClientController::unknown));
    }

    static ProblemException unknown() {
        return ProblemException.notFound("There is no such client");
    }

    private static NewClientView view(Clients.NewClient made) {
        Client client = made.client();
        return new NewClientView(
                client.id(), client.name(), client.createdAt(), client.updatedAt(), KeyView.of(made.firstKey()));
    }
}
