package dev.colophon.etl.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.colophon.etl.connector.RemoteHttp.RefusedAddressException;
import dev.colophon.web.outbound.OutboundUrls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class RemoteHttpIT {

    private final AtomicInteger calls = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private RemoteHttp http;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.start();
        http = new RemoteHttp(new OutboundUrls(List.of("127.0.0.1:" + port())), settings());
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void givesEveryAnswerWithItsHeaders() throws Exception {
        answer("/limited", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "7");
            send(exchange, 429, "slowly, " + exchange.getRequestHeaders().getFirst("User-Agent"));
        });

        RemoteHttp.Reply reply = http.get(url("/limited"), Map.of("Accept", "text/plain"));

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("retry-after")).contains("7");
        assertThat(reply.text()).startsWith("slowly, Colophon");
        assertThat(calls).hasValue(1);
    }

    @Test
    void callsAgainWhereAGatewayRefuses() throws Exception {
        answer("/flaky", exchange -> send(exchange, calls.get() < 3 ? 502 : 200, "ok"));

        assertThat(http.get(url("/flaky"), Map.of()).status()).isEqualTo(200);
        assertThat(calls).hasValue(3);
    }

    @Test
    void leavesItToTheCallerWhereTheRemoteSaysWhenToComeBack() throws Exception {
        answer("/busy", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "60");
            send(exchange, 503, "later");
        });

        assertThat(http.get(url("/busy"), Map.of()).status()).isEqualTo(503);
        assertThat(calls).hasValue(1);
    }

    @Test
    void givesUpOnARemoteThatNeverAnswers() {
        answer("/silent", exchange -> end.await());

        assertThatThrownBy(() -> http.get(url("/silent"), Map.of())).isInstanceOf(IOException.class);
        assertThat(calls).hasValue(3);
    }

    @Test
    void readsNoMoreThanItsLimitAndDoesNotAskAgain() {
        answer("/huge", exchange -> send(exchange, 200, "x".repeat(5_000)));

        assertThatThrownBy(() -> http.get(url("/huge"), Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("larger than");
        assertThat(calls).hasValue(1);
    }

    @Test
    void followsRedirectsWithinAHostOnly() throws Exception {
        answer("/old", exchange -> redirect(exchange, "/new"));
        answer("/new", exchange -> send(exchange, 200, "moved"));
        answer("/away", exchange -> redirect(exchange, "http://127.0.0.2:" + port() + "/new"));
        answer("/circle", exchange -> redirect(exchange, "/circle"));

        assertThat(http.get(url("/old"), Map.of()).text()).isEqualTo("moved");
        assertThatThrownBy(() -> http.get(url("/away"), Map.of()))
                .isInstanceOf(RefusedAddressException.class)
                .hasMessageContaining("another host");
        assertThatThrownBy(() -> http.get(url("/circle"), Map.of())).isInstanceOf(RefusedAddressException.class);
    }

    @Test
    void callsNoAddressThatTheOperatorHasNotAllowed() {
        assertThatThrownBy(() -> http.get(URI.create("http://127.0.0.1:1/"), Map.of()))
                .isInstanceOf(RefusedAddressException.class);
        assertThatThrownBy(() -> http.get(URI.create("http://169.254.169.254/latest/meta-data"), Map.of()))
                .isInstanceOf(RefusedAddressException.class);
        assertThatThrownBy(() -> http.get(URI.create("file:///etc/passwd"), Map.of()))
                .isInstanceOf(RefusedAddressException.class);
    }

    private interface Answer {

        void to(HttpExchange exchange) throws Exception;
    }

    private void answer(String path, Answer answer) {
        server.createContext(path, exchange -> {
            calls.incrementAndGet();
            try (exchange) {
                answer.to(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                throw new IOException(e);
            }
        });
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().add("Location", location);
        exchange.sendResponseHeaders(302, -1);
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private static RemoteProperties settings() {
        return new RemoteProperties(
                Duration.ofSeconds(2), Duration.ofMillis(500), DataSize.ofBytes(4_000), 3, Duration.ofMillis(5));
    }
}
