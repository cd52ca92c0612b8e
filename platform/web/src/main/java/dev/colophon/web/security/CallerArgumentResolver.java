package dev.colophon.web.security;

import dev.colophon.web.problem.ProblemException;
import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Gives controllers their {@link Caller}; {@code 401} where there is none. */
public final class CallerArgumentResolver implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class;
    }

    @Override
    public Mono<Object> resolveArgument(
            MethodParameter parameter, BindingContext bindingContext, ServerWebExchange exchange) {
        return callerOf(exchange)
                .cast(Object.class)
                .switchIfEmpty(Mono.error(() -> ProblemException.unauthorized("Valid credentials are required")));
    }

    /** The caller of a request; empty for an anonymous one. */
    public static Mono<Caller> callerOf(ServerWebExchange exchange) {
        return exchange.getPrincipal().ofType(CallerAuthentication.class).map(CallerAuthentication::caller);
    }
}
