package dev.colophon.ai.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A provider on the loopback interface that gives the answers it was told, in order; the last one again and again. */
final class ProviderStub implements AutoCloseable {

    record Request(String path, Map<String, List<String>> headers, String body) {}

    private record Answer(int status, Map<String, String> headers, String body, boolean hangs) {}

    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    ProviderStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    List<Request> requests() {
        return requests;
    }

    ProviderStub answers(int status, String body) {
        answers.add(new Answer(status, Map.of(), body, false));
        return this;
    }

    ProviderStub answers(int status, String body, String header, String value) {
        answers.add(new Answer(status, Map.of(header, value), body, false));
        return this;
    }

    ProviderStub hangs() {
        answers.add(new Answer(200, Map.of(), "", true));
        return this;
    }

    static String openAi(String model, String content) {
        return """
                {"id":"chatcmpl-17","object":"chat.completion","created":1,"model":"%s",
                 "choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":11,"completion_tokens":5,"total_tokens":16}}
                """.formatted(model, content);
    }

    static String gemini(String model, String content) {
        return """
                {"responseId":"resp-23","modelVersion":"%s",
                 "candidates":[{"content":{"role":"model","parts":[{"text":"%s"}]},"finishReason":"STOP"}],
                 "usageMetadata":{"promptTokenCount":13,"candidatesTokenCount":7,"totalTokenCount":20}}
                """.formatted(model, content);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(new Request(exchange.getRequestURI().getPath(), Map.copyOf(exchange.getRequestHeaders()), body));
        Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
        if (answer.hangs()) {
            awaitClose();
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void awaitClose() {
        try {
            if (!closing.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The stub was not closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
