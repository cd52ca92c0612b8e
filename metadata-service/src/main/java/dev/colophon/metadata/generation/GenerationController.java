package dev.colophon.metadata.generation;

import dev.colophon.metadata.project.ProjectMeta;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Metadata over HTTP: asked for, and generated while nobody waits. */
@RestController
class GenerationController {

    private final GenerationRequests requests;
    private final GenerationStore store;
    private final ClientTransactions transactions;

    GenerationController(GenerationRequests requests, GenerationStore store, ClientTransactions transactions) {
        this.requests = requests;
        this.store = store;
        this.transactions = transactions;
    }

    /** The last two paths are those of an older interface. */
    @PostMapping({
        "/api/v1/projects/{id}/metadata",
        "/api/projects/{id}/generate_metadata/",
        "/api/projects/{id}/generate_metadata"
    })
    @RequiresRole(Role.MEMBER)
    Mono<ResponseEntity<RequestAnswer>> request(
            @PathVariable UUID id, @RequestParam(defaultValue = "false") boolean force, Caller caller) {
        return requests.ask(caller.clientId(), id, force)
                .map(RequestAnswer::to)
                .switchIfEmpty(Mono.error(() -> noProject(id)));
    }

    @GetMapping("/api/v1/projects/{id}/metadata")
    @RequiresRole(Role.VIEWER)
    Mono<ProjectMeta> get(@PathVariable UUID id, Caller caller) {
        return transactions
                .inClient(caller.clientId(), store.outcome(id))
                .switchIfEmpty(Mono.error(() -> noProject(id)))
                .map(outcome -> {
                    if (outcome.meta() == null) {
                        throw noMetadata(id, outcome);
                    }
                    return outcome.meta();
                });
    }

    private static ProblemException noProject(UUID id) {
        return ProblemException.notFound("There is no project " + id);
    }

    private static ProblemException noMetadata(UUID id, GenerationStore.Outcome outcome) {
        String path = "/api/v1/projects/" + id + "/metadata";
        return ProblemException.notFound(
                switch (outcome.status()) {
                    case QUEUED, IN_PROGRESS -> "Metadata of this project is being generated; ask again in a moment";
                    case FAILED ->
                        "Metadata of this project could not be generated: %s. Then ask for it with POST %s"
                                .formatted(outcome.failureDetail(), path);
                    default -> "This project has no metadata yet; ask for it with POST " + path;
                });
    }
}
