package dev.colophon.usage.trial;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A provider on loopback that behaves as the first part of the path says, and counts what it was asked. */
public final class StubProvider implements AutoCloseable {

    private static final String CHAT = """
            {"id": "c1", "object": "chat.completion", "created": 1, "model": "served-model", "choices": [{"index": 0,
             "message": {"role": "assistant", "content": "Blue. Your key is %s"}, "finish_reason": "stop"}],
             "usage": {"prompt_tokens": 21, "completion_tokens": 3, "total_tokens": 24}}
            """;
    private static final String EMBEDDING = """
            {"object": "list", "model": "served-model", "data": [{"object": "embedding", "index": 0, "embedding": %s}],
             "usage": {"prompt_tokens": 2, "total_tokens": 2}}
            """;

    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    public StubProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 10);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Where it behaves as {@code manner} says. */
    public String url(String manner) {
        return "http://127.0.0.1:" + port() + "/" + manner;
    }

    /** The paths it was asked for. */
    public List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        exchange.getRequestBody().readAllBytes();
        String key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                .replace("Bearer ", "");
        switch (path.split("/")[1]) {
            case "good" ->
                send(
                        exchange,
                        200,
                        "application/json",
                        path.endsWith("/embeddings")
                                ? String.format(EMBEDDING, "[0.6, 0.8]")
                                : String.format(CHAT, key));
            case "zeros" -> send(exchange, 200, "application/json", String.format(EMBEDDING, "[0, 0]"));
            case "html" -> send(exchange, 200, "text/html", "<html>Welcome</html>");
            case "silent" -> hang(exchange);
            default ->
                send(
                        exchange,
                        Integer.parseInt(path.split("/")[1]),
                        "application/json",
                        "{\"error\": {\"message\": \"no, " + key + "\"}}");
        }
    }

    private void hang(HttpExchange exchange) {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
