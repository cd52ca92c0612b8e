package dev.colophon.gateway.route;

import dev.colophon.web.problem.ProblemException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.PathContainer;
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

    private final Function<PathContainer, DataSize> limits;

    /** @param limits by the path that is asked */
    BodyLimit(Function<PathContainer, DataSize> limits) {
        this.limits = limits;
    }

    @Override
    public int getOrder() {
        return 0;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        DataSize limit = limits.apply(request.getPath().pathWithinApplication());
        long announced = request.getHeaders().getContentLength();
        if (announced > limit.toBytes()) {
            return drain(request, announced).then(Mono.error(() -> tooLarge(limit)));
        }
        if (announced >= 0) {
            return chain.filter(exchange);
        }
        return chain.filter(
                exchange.mutate().request(new Counted(request, limit)).build());
    }

    private static Mono<Void> drain(ServerHttpRequest request, long announced) {
        return announced > DRAINED
                ? Mono.empty()
                : request.getBody().doOnNext(DataBufferUtils::release).then();
    }

    private static ProblemException tooLarge(DataSize limit) {
        return ProblemException.tooLarge(
                "The request body is larger than the " + limit.toKilobytes() + " KB that are taken here");
    }

    /** A body of unknown length. */
    private static final class Counted extends ServerHttpRequestDecorator {

        private final DataSize limit;

        Counted(ServerHttpRequest request, DataSize limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public Flux<DataBuffer> getBody() {
            AtomicLong seen = new AtomicLong();
            return super.getBody().handle((buffer, sink) -> {
                if (seen.addAndGet(buffer.readableByteCount()) > limit.toBytes()) {
                    DataBufferUtils.release(buffer);
                    sink.error(tooLarge(limit));
                } else {
                    sink.next(buffer);
                }
            });
        }
    }
}
