package dev.colophon.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** What reaches the server where one thread makes the pieces and another asks for them. */
class StreamedAnswersTests {

    private static final int PIECES = 200_000;
    private static final int AHEAD = 64;

    @Test
    void passesEachPieceOnceAndInOrder() {
        Asked server = new Asked();
        Flux<Integer> pieces = Flux.range(0, PIECES).subscribeOn(Schedulers.boundedElastic(), false);

        Mono<Void> answer = new StreamedAnswers().filter(exchange(server), exchange -> exchange.getResponse()
                .writeAndFlushWith(pieces.map(piece -> Mono.just(buffer(piece)))));
        answer.block();

        assertThat(server.received).isEqualTo(IntStream.range(0, PIECES).boxed().toList());
    }

    private static ServerWebExchange exchange(Asked server) {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
        return exchange.mutate().response(server.at(exchange.getResponse())).build();
    }

    private static DataBuffer buffer(int piece) {
        return DefaultDataBufferFactory.sharedInstance.wrap(
                Integer.toString(piece).getBytes(StandardCharsets.UTF_8));
    }

    /** A server that asks for one piece after the other, a few ahead, from a thread of its own. */
    private static final class Asked {

        private final List<Integer> received = new ArrayList<>(PIECES);
        private final AtomicInteger taken = new AtomicInteger();
        private final Sinks.Empty<Void> ended = Sinks.empty();

        ServerHttpResponse at(ServerHttpResponse response) {
            return new ServerHttpResponseDecorator(response) {
                @Override
                public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
                    return Mono.defer(() -> {
                        body.subscribe(new Taking());
                        return ended.asMono();
                    });
                }
            };
        }

        private final class Taking extends BaseSubscriber<DataBuffer> {

            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(1);
                Thread asking = new Thread(() -> {
                    int asked = 1;
                    while (!isDisposed()) {
                        if (asked - taken.get() < AHEAD) {
                            request(1);
                            asked++;
                        }
                    }
                });
                asking.setDaemon(true);
                asking.start();
            }

            @Override
            protected void hookOnNext(DataBuffer piece) {
                received.add(Integer.parseInt(piece.toString(StandardCharsets.UTF_8)));
                taken.incrementAndGet();
            }

            @Override
            protected void hookOnComplete() {
                ended.tryEmitEmpty();
            }

            @Override
            protected void hookOnError(Throwable problem) {
                ended.tryEmitError(problem);
            }
        }
    }
}
