package dev.colophon.gateway.route;

import dev.colophon.web.problem.ProblemException;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Refuses bodies that are too large: by their announced length before anything is sent on, else while they pass. */
final class BodyLimit implements GatewayFilter, Ordered {

    /** So much of a refused body is read and dropped, because clients that still send do not read the answer. */
    private static final long DRAINED = DataSize.ofMegabytes(32).toBytes();

    private final DataSize limit;

    BodyLimit(DataSize limit) {
        this.limit = limit;
    }

    @Override
    public int getOrder() {
        return 0;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        long announced = request.getHeaders().getContentLength();
        if (announced > limit.toBytes()) {
            return drain(request, announced).then(Mono.error(this::tooLarge));
        }
        if (announced >= 0) {
            return chain.filter(exchange);
        }
        return chain.filter(exchange.mutate().request(new Counted(request)).build());
    }

    private static Mono<Void> drain(ServerHttpRequest request, long announced) {
        return announced > DRAINED
                ? Mono.empty()
                : request.getBody().doOnNext(DataBufferUtils::release).then();
    }

    private ProblemException tooLarge() {
        return ProblemException.tooLarge(
                "The request body is larger than the " + limit.toKilobytes() + " KB that are taken here");
    }

    /** A body of unknown length. */
    private final class Counted extends ServerHttpRequestDecorator {

        Counted(ServerHttpRequest request) {
            super(request);
        }

        @Override
        public Flux<DataBuffer> getBody() {
            AtomicLong seen = new AtomicLong();
            return super.getBody().handle((buffer, sink) -> {
                if (seen.addAndGet(buffer.readableByteCount()) > limit.toBytes()) {
                    DataBufferUtils.release(buffer);
                    sink.error(tooLarge());
                } else {
                    sink.next(buffer);
                }
            });
        }
    }
}
