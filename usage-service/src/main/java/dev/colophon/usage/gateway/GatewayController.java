package dev.colophon.usage.gateway;

import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What clients' gateways say of the keys that they are used with. */
@RestController
@Tag(name = "Gateways")
class GatewayController {

    private final GatewayKeys keys;

    GatewayController(GatewayKeys keys) {
        this.keys = keys;
    }

    @GetMapping("/api/v1/ai/gateway/key-info")
    @RequiresRole(Role.ADMIN)
    @Operation(
            summary = "What each gateway (LiteLLM's /key/info) says its key has spent, beside what the ledger says;"
                    + " one that does not answer has its own message")
    Mono<GatewayKeys.Report> keyInfo(Caller caller) {
        return keys.report(caller.clientId());
    }
}
