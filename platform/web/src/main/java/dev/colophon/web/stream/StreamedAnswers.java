package dev.colophon.web.stream;

import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes a streamed answer as one flow of pieces. What is written in groups, Reactor Netty 1.2 puts together with
 * {@code concatMap} and {@code concatWith}, and where the thread that makes the pieces and the one that writes them ask for
 * more at the same moment, {@code FluxConcatArray} of reactor-core 3.7 can forget what it was asked: the answer then stands
 * still for ever. One flow needs no marks between its pieces: it leaves as soon as no further piece waits.
 */
public final class StreamedAnswers implements WebFilter, Ordered {

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return chain.filter(
                exchange.mutate().response(new OneFlow(exchange.getResponse())).build());
    }

    private static final class OneFlow extends ServerHttpResponseDecorator {

        OneFlow(ServerHttpResponse response) {
            super(response);
        }

        /** One after the other, and not by {@code concatMap}, which sends a ready piece twice where two threads ask at once. */
        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            return writeWith(Flux.from(body)
                    .<DataBuffer>flatMap(Function.identity(), 1)
                    .doOnDiscard(DataBuffer.class, DataBufferUtils::release));
        }
    }
}
