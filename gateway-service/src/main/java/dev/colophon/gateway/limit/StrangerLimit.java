package dev.colophon.gateway.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.colophon.gateway.identity.Identities;
import dev.colophon.web.problem.ProblemException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Slows down whoever tries keys: an address whose calls were answered {@code 401} too often gets {@code 429} before anything
 * is looked up. Holders of a key that was valid a moment ago are not held up by neighbours at the same address. Webhooks of
 * many sources come from the same few addresses and have no key: each source's are counted for themselves.
 */
@Component
final class StrangerLimit implements WebFilter, Ordered {

    /** Before security. */
    private static final int ORDER = -110;

    private static final String WEBHOOKS = "/api/v1/webhooks/";

    private final TokenBuckets buckets;
    private final Identities identities;

    StrangerLimit(LimitProperties properties, Identities identities) {
        this.buckets = new TokenBuckets(properties.stranger(), Ticker.systemTicker());
        this.identities = identities;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().value();
        if (!isGuarded(path)) {
            return chain.filter(exchange);
        }
        String stranger = path.startsWith(WEBHOOKS) ? address(exchange) + " " + path : address(exchange);
        TokenBucket.Outcome outcome = buckets.look(stranger);
        if (!outcome.allowed() && !isKnown(exchange)) {
            return Mono.error(ProblemException.tooManyRequests(
                    "Too many calls without valid credentials",
                    Duration.ofSeconds(
                            Math.max(1, outcome.untilNext().plusMillis(999).toSeconds()))));
        }
        exchange.getResponse().beforeCommit(() -> {
            if (HttpStatus.UNAUTHORIZED.equals(exchange.getResponse().getStatusCode())) {
                buckets.take(stranger);
            }
            return Mono.empty();
        });
        return chain.filter(exchange);
    }

    private boolean isKnown(ServerWebExchange exchange) {
        String authorization = exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
        return authorization != null && identities.isRemembered(authorization);
    }

    private static boolean isGuarded(String path) {
        return path.startsWith("/api/v1/") || path.startsWith("/v1/") || path.startsWith("/api/projects/");
    }

    private static String address(ServerWebExchange exchange) {
        InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
        return remote == null || remote.getAddress() == null
                ? "unknown"
                : remote.getAddress().getHostAddress();
    }
}
