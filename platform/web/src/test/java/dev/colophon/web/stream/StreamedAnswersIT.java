package dev.colophon.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Streams from a real server whose pieces are made on another thread than the one that writes them. */
class StreamedAnswersIT {

    private static final int STREAMS = 2_000;
    private static final int AT_ONCE = 24;
    private static final Duration GIVEN_UP = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private DisposableServer server;

    @AfterEach
    void stop() {
        server.disposeNow();
    }

    @Test
    void arriveWhole() {
        List<String> pieces = IntStream.range(0, 300).mapToObj(i -> i + "\n").toList();
        serve(Flux.fromIterable(pieces));

        List<String> others = Flux.range(0, STREAMS)
                .flatMap(
                        i -> Mono.fromFuture(() -> client.sendAsync(question(), BodyHandlers.ofString()))
                                .map(HttpResponse::body)
                                .timeout(GIVEN_UP, Mono.just("stood still")),
                        AT_ONCE)
                .filter(answer -> !answer.equals(String.join("", pieces)))
                .collectList()
                .block();

        assertThat(others).isEmpty();
    }

    @Test
    void sendAPieceBeforeThereIsAnother() throws Exception {
        CountDownLatch firstSeen = new CountDownLatch(1);
        serve(Flux.concat(
                Mono.just("first\n"),
                Mono.fromCallable(
                        () -> firstSeen.await(GIVEN_UP.toSeconds(), TimeUnit.SECONDS) ? "seen\n" : "held back\n")));

        try (Stream<String> lines =
                client.send(question(), BodyHandlers.ofLines()).body()) {
            assertThat(lines.peek(line -> firstSeen.countDown())).containsExactly("first", "seen");
        }
    }

    private void serve(Flux<String> pieces) {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(WebHttpHandlerBuilder.webHandler(exchange ->
                                answer(pieces.subscribeOn(Schedulers.boundedElastic()), exchange.getResponse()))
                        .filter(new StreamedAnswers())
                        .build()))
                .bindNow();
    }

    private static Mono<Void> answer(Flux<String> pieces, ServerHttpResponse response) {
        response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
        return response.writeAndFlushWith(pieces.map(piece -> Mono.just(buffer(piece, response))));
    }

    private static DataBuffer buffer(String piece, ServerHttpResponse response) {
        return response.bufferFactory().wrap(piece.getBytes(StandardCharsets.UTF_8));
    }

    private HttpRequest question() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                .build();
    }
}
