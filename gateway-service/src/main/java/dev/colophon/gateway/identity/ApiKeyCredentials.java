package dev.colophon.gateway.identity;

import dev.colophon.gateway.route.Correlation;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** What a caller presents: an API key, and the client an operator wants to act for. */
final class ApiKeyCredentials extends AbstractAuthenticationToken {

    static final String ACTING_CLIENT = "Colophon-Client";

    private static final long serialVersionUID = 1L;
    private static final String BEARER = "Bearer ";

    private final transient ApiKeySecret secret;
    private final transient @Nullable UUID actingClient;
    private final String correlationId;
    private final String request;

    private ApiKeyCredentials(ApiKeySecret secret, @Nullable UUID actingClient, String correlationId, String request) {
        super(AuthorityUtils.NO_AUTHORITIES);
        this.secret = secret;
        this.actingClient = actingClient;
        this.correlationId = correlationId;
        this.request = request;
    }

    /** Reads the credentials of a request; empty where it carries none. */
    static final class Converter implements ServerAuthenticationConverter {

        @Override
        public Mono<Authentication> convert(ServerWebExchange exchange) {
            String authorization = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
            if (authorization == null) {
                return Mono.empty();
            }
            ApiKeySecret secret = secretIn(authorization).orElse(null);
            if (secret == null) {
                return Mono.error(new BadCredentialsException("not an API key"));
            }
            String client = exchange.getRequest().getHeaders().getFirst(ACTING_CLIENT);
            return Mono.fromSupplier(() -> new ApiKeyCredentials(
                    secret,
                    client == null ? null : clientId(client),
                    Correlation.of(exchange),
                    exchange.getRequest().getMethod() + " "
                            + exchange.getRequest().getPath()));
        }
    }

    static Optional<ApiKeySecret> secretIn(String authorization) {
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? ApiKeySecret.parse(authorization.substring(BEARER.length()).trim())
                : Optional.empty();
    }

    private static UUID clientId(String header) {
        try {
            return UUID.fromString(header);
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(
                    "The header names no client", new FieldError(ACTING_CLIENT, "must be the id of a client"));
        }
    }

    ApiKeySecret secret() {
        return secret;
    }

    @Nullable
    UUID actingClient() {
        return actingClient;
    }

    String correlationId() {
        return correlationId;
    }

    /** Method and path, for the audit log. */
    String request() {
        return request;
    }

    @Override
    public Object getCredentials() {
        return secret;
    }

    @Override
    public Object getPrincipal() {
        return secret.prefix();
    }
}
