package dev.colophon.usage.audit;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.web.paging.Page;
import dev.colophon.web.paging.PageRequest;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The history of a client's configuration, for its admins. */
@RestController
@RequestMapping("/api/v1/audit/configuration")
@RequiresRole(Role.ADMIN)
@Tag(name = "Audit")
class AuditController {

    private final ClientTransactions transactions;
    private final AuditTrail trail;

    AuditController(ClientTransactions transactions, AuditTrail trail) {
        this.transactions = transactions;
        this.trail = trail;
    }

    @GetMapping
    @Operation(summary = "Changes of integrations, preferences and configuration, newest first; kind narrows")
    Mono<Page<AuditEntry>> list(
            @RequestParam(required = false) @Nullable String kind, PageRequest page, Caller caller) {
        return transactions.inClient(caller.clientId(), trail.page(kind, page));
    }
}
