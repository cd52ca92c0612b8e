package dev.colophon.web.log;

import dev.colophon.telemetry.log.LogContext;
import dev.colophon.web.security.CallerArgumentResolver;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Has all that is logged for a request say whose it is; stands behind the filters that find out. */
final class LogContextFilter implements WebFilter, Ordered {

    private static final String CORRELATION_HEADER = "X-Correlation-Id";
    private static final Pattern SENSIBLE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");
    /** After Spring Security's filters. */
    private static final int ORDER = -90;

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String told = exchange.getRequest().getHeaders().getFirst(CORRELATION_HEADER);
        String correlation = told != null && SENSIBLE.matcher(told).matches() ? told : null;
        return CallerArgumentResolver.callerOf(exchange)
                .map(caller -> LogContext.ofClient(caller.clientId()).correlation(correlation))
                .flatMap(context ->
                        chain.filter(exchange).contextWrite(context.write()).thenReturn(true))
                .switchIfEmpty(Mono.defer(() -> chain.filter(exchange).thenReturn(true)))
                .then();
    }
}
