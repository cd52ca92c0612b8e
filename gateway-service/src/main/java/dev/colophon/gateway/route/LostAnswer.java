package dev.colophon.gateway.route;

import dev.colophon.web.problem.ProblemException;
import java.time.Duration;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.PrematureCloseException;

/**
 * Says {@code 503} with {@code Retry-After} where a service died after the first line of its answer, as long as nothing of
 * that was handed on. Only the connection to the service fails so: what a caller breaks off is no outage.
 */
@Component
final class LostAnswer implements GlobalFilter, Ordered {

    private static final Duration COME_BACK = Duration.ofSeconds(5);

    /** Around what hands answers on. */
    @Override
    public int getOrder() {
        return NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER - 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return chain.filter(exchange)
                .onErrorMap(
                        PrematureCloseException.class,
                        lost -> exchange.getResponse().isCommitted()
                                ? lost
                                : ProblemException.unavailable("The service broke off its answer", COME_BACK));
    }
}
