package dev.colophon.ai;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A provider on the loopback interface that counts what it is asked and gives the answers it was told, in order; the last
 * one again and again.
 */
public final class ProviderStub implements AutoCloseable {

    public record Request(
            String method, String path, @Nullable String query, Map<String, List<String>> headers, String body) {}

    /** How an answer ends. */
    private enum End {
        WHOLE,
        HANGS
    }

    public record Answer(int status, Map<String, String> headers, List<String> parts, End end) {

        public static Answer json(int status, String body) {
            return new Answer(status, Map.of(), List.of(body), End.WHOLE);
        }
    }

    private final Queue<Function<Request, Answer>> answers = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch brokenOff = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    public ProviderStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    public List<Request> requests() {
        return requests;
    }

    public ProviderStub answers(int status, String body) {
        return answers(request -> Answer.json(status, body));
    }

    public ProviderStub answers(int status, String body, String header, String value) {
        return answers(request -> new Answer(status, Map.of(header, value), List.of(body), End.WHOLE));
    }

    public ProviderStub answers(Function<Request, Answer> answer) {
        answers.add(answer);
        return this;
    }

    public ProviderStub hangs() {
        return answers(request -> new Answer(200, Map.of(), List.of(), End.HANGS));
    }

    /** Server-sent events, and the end of the stream. */
    public ProviderStub streams(String... events) {
        return answers(request -> events(End.WHOLE, events));
    }

    /** Server-sent events, and then nothing more. */
    public ProviderStub streamsAndHangs(String... events) {
        return answers(request -> events(End.HANGS, events));
    }

    /** Begins an answer and never ends it. */
    public ProviderStub beginsAndHangs(String json) {
        return answers(
                request -> new Answer(200, Map.of("Content-Type", "application/json"), List.of(json), End.HANGS));
    }

    /** Waits until a client that was being streamed to is gone. */
    public boolean isBrokenOff() throws InterruptedException {
        return brokenOff.await(10, TimeUnit.SECONDS);
    }

    private static Answer events(End end, String... events) {
        List<String> parts =
                List.of(events).stream().map(event -> "data: " + event + "\n\n").toList();
        return new Answer(200, Map.of("Content-Type", "text/event-stream"), parts, end);
    }

    public static String openAi(String model, String content) {
        return """
                {"id":"chatcmpl-17","object":"chat.completion","created":1,"model":"%s",
                 "choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],
                 "usage":{"prompt_tokens":11,"completion_tokens":5,"total_tokens":16,
                          "prompt_tokens_details":{"cached_tokens":4}}}
                """.formatted(model, content);
    }

    public static String gemini(String model, String content) {
        return """
                {"responseId":"resp-23","modelVersion":"%s",
                 "candidates":[{"content":{"role":"model","parts":[{"text":"%s"}]},"finishReason":"STOP"}],
                 "usageMetadata":{"promptTokenCount":13,"candidatesTokenCount":7,"totalTokenCount":20}}
                """.formatted(model, content);
    }

    public static String chunk(String content) {
        return """
                {"id":"chatcmpl-17","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini",\
                "choices":[{"index":0,"delta":{"content":"%s"},"finish_reason":null}]}""".formatted(content);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                exchange.getRequestURI().getQuery(),
                Map.copyOf(exchange.getRequestHeaders()),
                body);
        requests.add(request);
        Function<Request, Answer> next;
        synchronized (answers) {
            next = answers.size() > 1 ? answers.remove() : answers.element();
        }
        send(exchange, next.apply(request));
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        if (answer.parts().isEmpty()) {
            awaitClose();
        }
        boolean chunked = answer.end() != End.WHOLE || answer.parts().size() > 1;
        long length = chunked ? 0 : answer.parts().get(0).getBytes(StandardCharsets.UTF_8).length;
        exchange.sendResponseHeaders(answer.status(), !chunked && length == 0 ? -1 : length);
        OutputStream out = exchange.getResponseBody();
        for (String part : answer.parts()) {
            out.write(part.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        switch (answer.end()) {
            case WHOLE -> exchange.close();
            case HANGS -> hold(out);
        }
    }

    /** Empty lines, which readers of events and of JSON skip, until one cannot be sent any more. */
    private void hold(OutputStream out) {
        try {
            while (!closing.await(50, TimeUnit.MILLISECONDS)) {
                out.write(10);
                out.flush();
            }
        } catch (IOException e) {
            brokenOff.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitClose() throws IOException {
        try {
            if (closing.await(20, TimeUnit.SECONDS)) {
                throw new IOException("closed");
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
