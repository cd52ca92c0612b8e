package dev.colophon.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.test.context.DynamicPropertyRegistry;

/** An OpenAI of one model on loopback, which answers each question in 30 tokens and takes it for 120. */
final class ChatStub implements AutoCloseable {

    static final String MODEL = "gpt-for-tests-0613";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Function<JsonNode, String> answers;

    /** @param answers from the request as it was sent to what the model says */
    ChatStub(Function<JsonNode, String> answers) {
        this.answers = answers;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    /** Has the service ask this model. */
    void register(DynamicPropertyRegistry properties) {
        properties.add("colophon.ai.openai.api-key", () -> "sk-for-tests-only");
        properties.add(
                "colophon.ai.openai.base-url",
                () -> "http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
        properties.add("colophon.ai.openai.chat-model", () -> "gpt-for-tests");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String content = answers.apply(JSON.readTree(exchange.getRequestBody()));
        Map<String, Object> choice =
                Map.of("index", 0, "message", Map.of("role", "assistant", "content", content), "finish_reason", "stop");
        byte[] body = JSON.writeValueAsBytes(Map.of(
                "id",
                "chatcmpl-1",
                "object",
                "chat.completion",
                "created",
                1,
                "model",
                MODEL,
                "choices",
                List.of(choice),
                "usage",
                Map.of("prompt_tokens", 120, "completion_tokens", 30, "total_tokens", 150)));
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
