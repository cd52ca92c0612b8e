package dev.colophon.usage.catalogue;

import dev.colophon.usage.integration.Integrations;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The models of a client over HTTP. */
@RestController
@RequestMapping("/api/v1/ai/models")
@RequiresRole(Role.VIEWER)
@Tag(name = "Models")
class ModelController {

    private static final Set<String> CAPABILITIES = Set.of("chat", "embedding", "metadata");

    /** @param capabilities all of which a model must have; none for every model */
    record Wanted(@Nullable Set<String> capabilities) {}

    record Models(List<ModelView> items) {}

    private final Integrations integrations;
    private final Catalogue catalogue;
    private final Clock clock;

    ModelController(Integrations integrations, Catalogue catalogue, Clock clock) {
        this.integrations = integrations;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    @GetMapping
    @Operation(summary = "List the models that the client can use, with what they cost")
    Mono<Models> list(Caller caller) {
        return integrations
                .all(caller.clientId())
                .collectList()
                .map(all -> new Models(catalogue.models(all, clock.instant())));
    }

    @PostMapping("/available")
    @Operation(summary = "List the models that can do all that is asked")
    Mono<Models> available(@RequestBody Wanted wanted, Caller caller) {
        Set<String> needed = wanted.capabilities() == null ? Set.of() : wanted.capabilities();
        if (!CAPABILITIES.containsAll(needed)) {
            throw ProblemException.badRequest(
                    "A capability is not known",
                    new FieldError("capabilities", "must be of chat, embedding, metadata"));
        }
        return list(caller)
                .map(models -> new Models(models.items().stream()
                        .filter(model -> model.capabilities().containsAll(needed))
                        .toList()));
    }
}
