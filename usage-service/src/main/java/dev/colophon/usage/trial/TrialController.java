package dev.colophon.usage.trial;

import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Lets admins try an integration. */
@RestController
@Tag(name = "Integrations")
class TrialController {

    private final Trials trials;

    TrialController(Trials trials) {
        this.trials = trials;
    }

    @PostMapping("/api/v1/integrations/{id}/test")
    @RequiresRole(Role.ADMIN)
    @Operation(
            summary =
                    "Make one small paid call and say what came of it; it is admitted before and stands in the ledger, 402 over a limit")
    Mono<TrialResult> test(@PathVariable UUID id, Caller caller) {
        return trials.run(caller.clientId(), id);
    }
}
