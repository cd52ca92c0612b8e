package dev.colophon.usage.ledger;

import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Rebuilds of the ledger, for operators. */
@RestController
@RequestMapping("/api/v1/ops/usage/rebuild")
@RequiresRole(Role.OPERATOR)
@Tag(name = "Operations")
class RebuildController {

    private final Rebuilds rebuilds;

    RebuildController(Rebuilds rebuilds) {
        this.rebuilds = rebuilds;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(
            summary = "Rebuild ledger, budgets and daily figures of all clients from the account book's topic;"
                    + " one that finds another running fails")
    Mono<Rebuild> start(Caller caller) {
        return rebuilds.start(caller.subject()).flatMap(rebuilds::find);
    }

    @GetMapping("/{id}")
    @Operation(summary = "How far a rebuild is")
    Mono<Rebuild> show(@PathVariable UUID id) {
        return rebuilds.find(id)
                .switchIfEmpty(Mono.error(() -> ProblemException.notFound("There is no such rebuild: " + id)));
    }
}
