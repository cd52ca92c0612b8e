package dev.colophon.benchmarks.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A provider on loopback that answers chat at once in OpenAI's words and keeps its own count of what it would bill. */
final class CountingUpstream implements AutoCloseable {

    static final String MODEL = "benchmark-chat";

    /** USD for a million tokens. */
    static final String INPUT_PRICE = "0.15";

    static final String OUTPUT_PRICE = "0.60";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int THREADS = 32;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong inputTokens = new AtomicLong();
    private final AtomicLong outputTokens = new AtomicLong();
    private final HttpServer server;

    private CountingUpstream(HttpServer server) {
        this.server = server;
    }

    static CountingUpstream started() throws IOException {
        // answers in two packets wait for an acknowledgement otherwise
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CountingUpstream upstream = new CountingUpstream(server);
        server.createContext("/v1/chat/completions", upstream::answer);
        server.setExecutor(upstream.threads);
        server.start();
        return upstream;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    long calls() {
        return calls.get();
    }

    /** USD for everything since {@link #forget()}. */
    BigDecimal billed() {
        return new BigDecimal(INPUT_PRICE)
                .multiply(BigDecimal.valueOf(inputTokens.get()))
                .add(new BigDecimal(OUTPUT_PRICE).multiply(BigDecimal.valueOf(outputTokens.get())))
                .movePointLeft(6);
    }

    void forget() {
        calls.set(0);
        inputTokens.set(0);
        outputTokens.set(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            int length = exchange.getRequestBody().readAllBytes().length;
            long number = calls.incrementAndGet();
            long input = 20 + length % 50;
            long output = 5 + number % 40;
            inputTokens.addAndGet(input);
            outputTokens.addAndGet(output);
            byte[] body = JSON.writeValueAsBytes(body(number, input, output));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Map<String, Object> body(long number, long input, long output) {
        return Map.of(
                "id",
                "chatcmpl-" + number,
                "object",
                "chat.completion",
                "created",
                1_700_000_000,
                "model",
                MODEL,
                "choices",
                List.of(Map.of(
                        "index",
                        0,
                        "finish_reason",
                        "stop",
                        "message",
                        Map.of("role", "assistant", "content", "a word ".repeat(30)))),
                "usage",
                Map.of("prompt_tokens", input, "completion_tokens", output, "total_tokens", input + output));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
