package dev.colophon.benchmarks.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A provider on loopback that answers each request for embeddings after a fixed time, however many texts it carries, and
 * keeps its own count of the tokens that it would bill.
 */
final class EmbeddingUpstream implements AutoCloseable {

    static final String MODEL = "benchmark-embedding";
    static final int DIMENSIONS = 384;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MILLIS = 200;
    private static final int THREADS = 16;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong texts = new AtomicLong();
    private final AtomicLong tokens = new AtomicLong();
    private final HttpServer server;
    private final String numbers;

    private EmbeddingUpstream(HttpServer server) {
        this.server = server;
        this.numbers = IntStream.range(1, DIMENSIONS)
                .mapToObj(i -> "0.0" + (10_000_000 + 7_919 * i))
                .collect(Collectors.joining(","));
    }

    static EmbeddingUpstream started() throws IOException {
        // answers in two packets wait for an acknowledgement otherwise
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        EmbeddingUpstream upstream = new EmbeddingUpstream(server);
        server.createContext("/v1/embeddings", upstream::read);
        server.setExecutor(upstream.threads);
        server.start();
        return upstream;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    long requests() {
        return requests.get();
    }

    long texts() {
        return texts.get();
    }

    long tokens() {
        return tokens.get();
    }

    void forget() {
        requests.set(0);
        texts.set(0);
        tokens.set(0);
    }

    /** No thread is held while the answer is due: any number of requests takes the same time. */
    private void read(HttpExchange exchange) throws IOException {
        JsonNode input = JSON.readTree(exchange.getRequestBody()).path("input");
        threads.schedule(() -> answer(exchange, input), MILLIS, TimeUnit.MILLISECONDS);
    }

    private void answer(HttpExchange exchange, JsonNode input) {
        long used = 0;
        StringJoiner data = new StringJoiner(",");
        for (int i = 0; i < input.size(); i++) {
            used += 1 + input.get(i).asText().length() / 5;
            data.add("{\"object\":\"embedding\",\"index\":" + i + ",\"embedding\":["
                    + number(input.get(i).asText()) + "," + numbers + "]}");
        }
        requests.incrementAndGet();
        texts.addAndGet(input.size());
        tokens.addAndGet(used);
        send(
                exchange,
                "{\"object\":\"list\",\"model\":\"%s\",\"data\":[%s],\"usage\":{\"prompt_tokens\":%d,\"total_tokens\":%d}}"
                        .formatted(MODEL, data, used, used));
    }

    /** What a text's vector begins with: the number that the text ends with. */
    static int number(String text) {
        return Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1));
    }

    private static void send(HttpExchange exchange, String body) {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
