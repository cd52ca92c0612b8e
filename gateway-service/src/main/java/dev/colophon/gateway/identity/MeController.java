package dev.colophon.gateway.identity;

import dev.colophon.web.security.Caller;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells callers who they are. */
@RestController
@Tag(name = "identity")
class MeController {

    /**
     * @param clientId the client that calls act for
     * @param user the API key, by its id
     */
    record MeView(UUID clientId, String user, List<Role> roles) {}

    @GetMapping("/api/v1/me")
    @Operation(summary = "Who these credentials are")
    MeView me(Caller caller) {
        return new MeView(
                caller.clientId(),
                caller.subject(),
                caller.roles().stream().sorted().toList());
    }
}
