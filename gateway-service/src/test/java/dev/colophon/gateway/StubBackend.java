package dev.colophon.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A service on a loopback port that remembers what it was asked and answers its own name. */
final class StubBackend {

    /** A request as it arrived. */
    record Asked(String method, String uri, HttpHeaders headers, String body) {

        String header(String name) {
            return headers.get(name);
        }
    }

    private final String name;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final DisposableServer server;

    StubBackend(String name) {
        this.name = name;
        this.server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(this::answer)
                .bindNow(Duration.ofSeconds(10));
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    Asked last() {
        return Objects.requireNonNull(asked.get(asked.size() - 1));
    }

    int calls() {
        return asked.size();
    }

    void stop() {
        server.disposeNow();
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        if (request.uri().contains("/stream")) {
            return response.sse()
                    .send(
                            Flux.just("data: one\n\n", "data: two\n\n")
                                    .concatWith(Flux.never())
                                    .map(text -> Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)),
                            buffer -> true);
        }
        if (request.uri().contains("/silence")) {
            return Mono.never();
        }
        if (request.uri().contains("/doubting")) {
            return response.status(HttpResponseStatus.UNAUTHORIZED)
                    .header(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer")
                    .sendString(Mono.just("who are you?"));
        }
        if (request.uri().contains("/broken")) {
            return Mono.<Void>never().doOnSubscribe(begun -> request.withConnection(StubBackend::dieAmidAnAnswer));
        }
        return request.receive()
                .aggregate()
                .asString()
                .defaultIfEmpty("")
                .doOnNext(body -> asked.add(new Asked(
                        request.method().name(),
                        request.uri(),
                        request.requestHeaders().copy(),
                        body)))
                .then(Mono.defer(() -> response.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                        .sendString(Mono.just("{\"answered_by\":\"" + name + "\"}"))
                        .then()));
    }

    /** Past the codec, which would not send half an answer. */
    private static void dieAmidAnAnswer(Connection connection) {
        ByteBuf head =
                Unpooled.copiedBuffer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", StandardCharsets.US_ASCII);
        connection.channel().pipeline().firstContext().writeAndFlush(head).addListener(ChannelFutureListener.CLOSE);
    }
}
