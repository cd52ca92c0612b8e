package dev.colophon.gateway.identity;

import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.CallerAuthentication;
import dev.colophon.web.security.Role;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Turns an API key into a caller. Operators may act for another client, which the audit log says every time. */
@Component
class ApiKeyAuthentication implements ReactiveAuthenticationManager {

    private static final Logger audit = LoggerFactory.getLogger("dev.colophon.audit");

    private final Identities identities;

    ApiKeyAuthentication(Identities identities) {
        this.identities = identities;
    }

    @Override
    public Mono<Authentication> authenticate(Authentication presented) {
        if (!(presented instanceof ApiKeyCredentials credentials)) {
            return Mono.empty();
        }
        return identities
                .find(credentials.secret())
                .switchIfEmpty(Mono.error(() -> new BadCredentialsException("unknown, revoked or expired key")))
                .flatMap(identity -> client(identity, credentials)
                        .map(client -> new Caller(client, identity.keyId().toString(), identity.roles())))
                .map(CallerAuthentication::new);
    }

    private Mono<UUID> client(Identity identity, ApiKeyCredentials credentials) {
        UUID other = credentials.actingClient();
        if (other == null || other.equals(identity.clientId())) {
            return Mono.just(identity.clientId());
        }
        if (!identity.roles().contains(Role.OPERATOR)) {
            return Mono.error(ProblemException.forbidden("Acting for another client needs the role operator"));
        }
        return identities.isClient(other).map(known -> {
            if (!known) {
                throw ProblemException.notFound("There is no such client");
            }
            audit.info(
                    "operator key {} of client {} acts for client {}: {}, correlation {}",
                    identity.keyId(),
                    identity.clientId(),
                    other,
                    credentials.request(),
                    credentials.correlationId());
            return other;
        });
    }
}
