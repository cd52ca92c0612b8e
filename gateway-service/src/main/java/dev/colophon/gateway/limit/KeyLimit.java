package dev.colophon.gateway.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.CallerArgumentResolver;
import java.time.Duration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Lets each API key call as often as it may; {@code RateLimit} headers tell it how it stands. */
@Component
final class KeyLimit implements WebFilter, Ordered {

    /** After security, which knows the caller, and before anything is done for the call. */
    private static final int ORDER = -70;

    private final TokenBuckets buckets;

    KeyLimit(LimitProperties properties) {
        this.buckets = new TokenBuckets(properties.key(), Ticker.systemTicker());
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return CallerArgumentResolver.callerOf(exchange)
                .map(caller -> buckets.take(caller.subject()))
                .doOnNext(outcome -> tell(exchange, outcome))
                .map(outcome -> outcome.allowed() ? chain.filter(exchange) : refuse(outcome.untilNext()))
                .defaultIfEmpty(chain.filter(exchange))
                .flatMap(answer -> answer);
    }

    private void tell(ServerWebExchange exchange, TokenBucket.Outcome outcome) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set("RateLimit-Limit", String.valueOf(buckets.rate().burst()));
        headers.set("RateLimit-Remaining", String.valueOf(outcome.remaining()));
        headers.set("RateLimit-Reset", String.valueOf(seconds(outcome.untilNext())));
    }

    private static Mono<Void> refuse(Duration untilNext) {
        return Mono.error(ProblemException.tooManyRequests(
                "This key calls more often than it may", Duration.ofSeconds(Math.max(1, seconds(untilNext)))));
    }

    private static long seconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }
}
