package dev.colophon.metadata.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A provider and an account book on loopback. The provider does what the last message asks for; the account book admits
 * until it is told otherwise. Both remember what they were asked.
 */
final class ProviderStub implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    final List<JsonNode> questions = new CopyOnWriteArrayList<>();
    final List<String> keys = new CopyOnWriteArrayList<>();
    final List<JsonNode> reservations = new CopyOnWriteArrayList<>();
    final List<String> released = new CopyOnWriteArrayList<>();
    final AtomicInteger failures = new AtomicInteger();
    final List<String> requestIds = new CopyOnWriteArrayList<>();
    volatile String refusal = "";

    private final CountDownLatch closing = new CountDownLatch(1);

    private final HttpServer server;

    ProviderStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "provider-stub");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/v1/chat/completions", this::chat);
        server.createContext("/internal/v1/reservations", this::reserve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void chat(HttpExchange exchange) throws IOException {
        JsonNode question = JSON.readTree(exchange.getRequestBody());
        questions.add(question);
        keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
        requestIds.add(exchange.getRequestHeaders().getFirst("X-Client-Request-Id"));
        String asked = question.at("/messages/0/content").asText();
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            answer(exchange, 500, "{\"error\":{\"message\":\"overloaded, " + keys.get(keys.size() - 1) + "\"}}");
        } else if (asked.equals("refuse")) {
            answer(exchange, 400, "{\"error\":{\"message\":\"the secret text of the client\"}}");
        } else if (asked.equals("html")) {
            answer(exchange, 200, "<html>maintenance</html>");
        } else if (question.path("stream").asBoolean()) {
            stream(exchange, asked, question.at("/stream_options/include_usage").asBoolean());
        } else {
            answer(exchange, 200, """
                    {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-served","choices":[{"index":0,
                     "message":{"role":"assistant","content":"You said %s"},"finish_reason":"stop"}],
                     "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}""".formatted(asked));
        }
    }

    private void stream(HttpExchange exchange, String asked, boolean usage) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; asked.equals("for ever") || i < 4; i++) {
                send(
                        out,
                        "{\"id\":\"chatcmpl-2\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-served\",\"choices\":[{\"index\":0,"
                                + "\"delta\":{\"content\":\"word " + i + " \"}}]}");
            }
            if (asked.equals("cut")) {
                return;
            }
            if (asked.equals("silent")) {
                awaitClose();
                return;
            }
            if (usage) {
                send(
                        out,
                        "{\"id\":\"chatcmpl-2\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-served\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":"
                                + (asked.equals("zero") ? 0 : 8) + "}}");
            }
            send(out, "[DONE]");
        }
    }

    private static void send(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private void reserve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/release")) {
            released.add(path);
            answer(exchange, 204, "");
            return;
        }
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        reservations.add(request);
        if (refusal.isEmpty()) {
            answer(
                    exchange,
                    201,
                    "{\"reservation_id\":%s,\"status\":\"admitted\",\"estimated_cost\":\"0.0010000000\",\"expires_at\":\"2030-01-01T00:00:00Z\",\"warnings\":[],\"price\":{\"input_per_token\":\"0.000001\",\"cached_input_per_token\":null,\"output_per_token\":\"0.00001\"}}"
                            .formatted(request.get("reservation_id")));
        } else {
            answer(exchange, JSON.readTree(refusal).path("status").asInt(), refusal);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private void awaitClose() throws IOException {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
