package dev.colophon.ops.replay;

import dev.colophon.messaging.LiveTraffic;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Has replays give way to requests; what operators and probes ask is none that somebody waits for. */
public final class LiveRequests implements WebFilter {

    private final LiveTraffic live;

    public LiveRequests(LiveTraffic live) {
        this.live = live;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().value();
        boolean canWait = path.startsWith("/actuator/") || path.startsWith("/api/v1/ops/");
        return canWait ? chain.filter(exchange) : live.during(chain.filter(exchange));
    }
}
