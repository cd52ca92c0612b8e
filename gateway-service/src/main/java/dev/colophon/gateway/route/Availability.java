package dev.colophon.gateway.route;

import dev.colophon.web.problem.ProblemException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.core.Ordered;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Says {@code 503} with {@code Retry-After}, at once, where a service cannot be reached, does not begin to answer in time, or
 * has failed so often that it is left alone for a while. What a service answers, errors included, passes unchanged.
 */
final class Availability implements GatewayFilter, Ordered {

    private static final Logger log = LoggerFactory.getLogger(Availability.class);
    private static final Duration COME_BACK = Duration.ofSeconds(5);
    private static final int GATEWAY_TIMEOUT = 504;

    private final Backend backend;
    private final CircuitBreaker breaker;

    Availability(Backend backend, CircuitBreaker breaker) {
        this.backend = backend;
        this.breaker = breaker;
    }

    /** Around the retries of {@link BackendRoutes}. */
    @Override
    public int getOrder() {
        return 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return chain.filter(exchange)
                .transformDeferred(CircuitBreakerOperator.of(breaker))
                .onErrorMap(Availability::isAway, error -> unavailable(exchange, error));
    }

    /** Whether {@code error} says that the service was not reached or was lost on the way. */
    static boolean isAway(Throwable error) {
        return error instanceof IOException
                || error instanceof NotYetConnectedException
                || error instanceof TimeoutException
                || error instanceof CallNotPermittedException
                || (error instanceof ResponseStatusException status
                        && status.getStatusCode().value() == GATEWAY_TIMEOUT)
                || (error.getCause() != null && error.getCause() != error && isAway(error.getCause()));
    }

    private ProblemException unavailable(ServerWebExchange exchange, Throwable error) {
        log.warn(
                "{} did not answer {} {}: {}",
                backend.serviceName(),
                exchange.getRequest().getMethod(),
                exchange.getRequest().getPath(),
                error.toString());
        return ProblemException.unavailable(backend.serviceName() + " cannot be reached", COME_BACK);
    }
}
