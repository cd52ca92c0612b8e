package dev.colophon.web.security;

import dev.colophon.web.problem.Problem;
import dev.colophon.web.problem.ProblemMapper;
import dev.colophon.web.problem.ProblemWriter;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Says {@code 401} and {@code 403} as problems. */
public final class ProblemSecurity implements ServerAuthenticationEntryPoint, ServerAccessDeniedHandler {

    private final ProblemMapper mapper;
    private final ProblemWriter writer;

    public ProblemSecurity(ProblemMapper mapper, ProblemWriter writer) {
        this.mapper = mapper;
        this.writer = writer;
    }

    @Override
    public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException error) {
        Problem problem = mapper.problemFor(error);
        if (problem.status().value() == HttpStatus.UNAUTHORIZED.value()) {
            exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return writer.write(exchange, problem);
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, AccessDeniedException denied) {
        String detail = Objects.requireNonNullElse(denied.getMessage(), "These credentials do not allow this");
        return writer.write(exchange, Problem.of(HttpStatus.FORBIDDEN, detail));
    }
}
