package dev.colophon.gateway.route;

import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
import dev.colophon.web.security.CallerArgumentResolver;
import dev.colophon.web.security.InternalTokens;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Sends the gateway's own word for the caller instead of the caller's credentials: what the services read about a caller
 * is what the gateway wrote, never what came from outside. A service that does not take the gateway's word, because a clock
 * was set for example, says nothing about the caller, who is told to come again.
 */
@Component
final class InternalTokenFilter implements GlobalFilter, Ordered {

    private static final List<String> FROM_OUTSIDE = List.of(
            HttpHeaders.AUTHORIZATION,
            HttpHeaders.COOKIE,
            "Colophon-Client",
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Proto",
            "X-Forwarded-Prefix",
            "baggage");
    private static final Duration COME_BACK = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(InternalTokenFilter.class);

    private final InternalTokens tokens;

    InternalTokenFilter(InternalTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public int getOrder() {
        return 0;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return CallerArgumentResolver.callerOf(exchange)
                .map(caller -> vouchedFor(exchange, caller))
                .switchIfEmpty(Mono.fromSupplier(() -> anonymous(exchange)))
                .flatMap(chain::filter)
                .then(Mono.defer(() -> isDoubted(exchange.getResponse()) ? comeAgain(exchange) : Mono.empty()));
    }

    /** What a service refuses for reasons of its own, such as a webhook's signature, names no scheme. */
    private static boolean isDoubted(ServerHttpResponse answer) {
        return HttpStatus.UNAUTHORIZED.equals(answer.getStatusCode())
                && answer.getHeaders().containsKey(HttpHeaders.WWW_AUTHENTICATE);
    }

    private static Mono<Void> comeAgain(ServerWebExchange exchange) {
        log.warn(
                "the gateway's token was refused for {} {}; do the clocks differ?",
                exchange.getRequest().getMethod(),
                exchange.getRequest().getPath());
        exchange.getResponse().getHeaders().remove(HttpHeaders.WWW_AUTHENTICATE);
        return Mono.error(ProblemException.unavailable("The service did not take the gateway's word", COME_BACK));
    }

    private ServerWebExchange vouchedFor(ServerWebExchange exchange, Caller caller) {
        return exchange.mutate()
                .request(request -> request.headers(headers -> {
                    FROM_OUTSIDE.forEach(headers::remove);
                    headers.setBearerAuth(tokens.issue(caller));
                    headers.set(Correlation.HEADER, Correlation.of(exchange));
                }))
                .build();
    }

    /** Only open paths come here without a caller: the services' own contracts. */
    private static ServerWebExchange anonymous(ServerWebExchange exchange) {
        return exchange.mutate()
                .request(request -> request.headers(headers -> FROM_OUTSIDE.forEach(headers::remove)))
                .build();
    }
}
