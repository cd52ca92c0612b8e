package dev.colophon.web.problem;

import java.util.List;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Refuses NUL characters in paths and query parameters, as they are refused in JSON. */
public final class NulFreeParametersFilter implements WebFilter, Ordered {

    private static final int ORDER = -60;

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (hasNul(exchange.getRequest().getURI().getPath())) {
            return refuse("path");
        }
        for (Map.Entry<String, List<String>> parameter :
                exchange.getRequest().getQueryParams().entrySet()) {
            if (hasNul(parameter.getKey()) || parameter.getValue().stream().anyMatch(NulFreeParametersFilter::hasNul)) {
                return refuse(parameter.getKey().replace("\u0000", ""));
            }
        }
        return chain.filter(exchange);
    }

    private static boolean hasNul(@org.jspecify.annotations.Nullable String text) {
        return text != null && text.indexOf('\u0000') >= 0;
    }

    private static Mono<Void> refuse(String field) {
        return Mono.error(ProblemException.badRequest(
                "A text holds a NUL character", new FieldError(field, "must not hold a NUL character")));
    }
}
