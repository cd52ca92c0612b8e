package dev.colophon.metadata.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.ModelType;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A provider that counts tokens as OpenAI does, and an account book that sets money aside for replays, on loopback. What is
 * admitted counts as spent at once.
 */
final class PricedProvider implements AutoCloseable {

    static final BigDecimal INPUT_PRICE = new BigDecimal("0.00000015");
    static final BigDecimal OUTPUT_PRICE = new BigDecimal("0.0000006");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long ANSWER = 100;
    private static final String METADATA = """
            {"ai_generated_tags": ["message-listener", "offset-commit", "retry-topic"], "difficulty_level": "advanced",
             "content_summary": "Runs consumers and producers of a broker within an application framework."}""";

    /** USD that were set aside for a replay and client. */
    private record Allowance(BigDecimal amount, BigDecimal spent, BigDecimal requested) {}

    final List<JsonNode> questions = new CopyOnWriteArrayList<>();
    final List<JsonNode> reservations = new CopyOnWriteArrayList<>();
    final AtomicLong promptTokens = new AtomicLong();
    volatile boolean limitReached;
    volatile CountDownLatch open = new CountDownLatch(0);

    private final Encoding encoding = Encodings.newLazyEncodingRegistry().getEncodingForModel(ModelType.GPT_4O_MINI);
    private final Map<String, Allowance> allowances = new ConcurrentHashMap<>();
    private final Map<String, String> allowanceOfReplay = new ConcurrentHashMap<>();
    private final HttpServer server;

    PricedProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "priced-provider");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/v1/chat/completions", this::chat);
        server.createContext("/internal/v1/reservations", this::reserve);
        server.createContext("/internal/v1/estimates", this::estimate);
        server.createContext("/internal/v1/allowances", this::allowance);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void chat(HttpExchange exchange) throws IOException {
        JsonNode question = JSON.readTree(exchange.getRequestBody());
        waitUntilOpen();
        questions.add(question);
        long prompt = 3;
        for (JsonNode message : question.get("messages")) {
            prompt += 3
                    + encoding.countTokensOrdinary(message.get("role").asText())
                    + encoding.countTokensOrdinary(message.get("content").asText());
        }
        promptTokens.addAndGet(prompt);
        ObjectNode answer = JSON.createObjectNode();
        answer.put("id", "chatcmpl-1").put("object", "chat.completion").put("created", 1);
        answer.put("model", question.get("model").asText() + "-2024-07-18");
        ObjectNode choice = answer.putArray("choices").addObject();
        choice.put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", METADATA);
        answer.putObject("usage")
                .put("prompt_tokens", prompt)
                .put("completion_tokens", ANSWER)
                .put("total_tokens", prompt + ANSWER);
        answer(exchange, 200, answer);
    }

    private void waitUntilOpen() throws IOException {
        try {
            if (!open.await(60, TimeUnit.SECONDS)) {
                throw new IOException("nobody opened");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private synchronized void reserve(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        if (exchange.getRequestURI().getPath().endsWith("/release")) {
            answer(exchange, 204, null);
            return;
        }
        BigDecimal cost = cost(request.get("input_tokens").asLong(), ANSWER);
        if (limitReached) {
            answer(
                    exchange,
                    402,
                    JSON.createObjectNode()
                            .put("status", 402)
                            .put("scope", "client")
                            .put("period", "month")
                            .put("limit", "1.00")
                            .put("spent", "0.99")
                            .put("reserved", "0.01")
                            .put("requested", cost.toPlainString()));
            return;
        }
        String id = allowanceOfReplay.get(request.path("replay_id").asText());
        Allowance allowance = id == null ? null : allowances.get(id);
        if (allowance != null && allowance.spent().add(cost).compareTo(allowance.amount()) > 0) {
            allowances.put(id, new Allowance(allowance.amount(), allowance.spent(), cost));
            ObjectNode problem = JSON.createObjectNode();
            problem.put("status", 402).put("scope", "replay").put("reserved", "0");
            problem.put("cap", allowance.amount().toPlainString());
            problem.put("spent", allowance.spent().toPlainString());
            problem.put("requested", cost.toPlainString());
            answer(exchange, 402, problem);
            return;
        }
        if (allowance != null) {
            allowances.put(
                    id, new Allowance(allowance.amount(), allowance.spent().add(cost), allowance.requested()));
        }
        reservations.add(request);
        ObjectNode admitted = JSON.createObjectNode();
        admitted.set("reservation_id", request.get("reservation_id"));
        admitted.put("status", "admitted").put("estimated_cost", cost.toPlainString());
        admitted.put("expires_at", "2030-01-01T00:00:00Z").putArray("warnings");
        admitted.putObject("price")
                .put("input_per_token", INPUT_PRICE.toPlainString())
                .put("output_per_token", OUTPUT_PRICE.toPlainString());
        answer(exchange, 201, admitted);
    }

    private void estimate(HttpExchange exchange) throws IOException {
        ObjectNode answer = JSON.createObjectNode();
        var items = answer.putArray("items");
        for (JsonNode calls : JSON.readTree(exchange.getRequestBody()).get("calls")) {
            long output = calls.get("calls").asLong() * ANSWER;
            long input = calls.get("input_tokens").asLong();
            String cost = cost(input, output).toPlainString();
            items.addObject()
                    .put("price_status", "known")
                    .put("low_output_tokens", output)
                    .put("expected_output_tokens", output)
                    .put("worst_output_tokens", output)
                    .put("low", cost)
                    .put("expected", cost)
                    .put("worst", cost(input + input / 10, output).toPlainString())
                    .put("observed_calls", 0);
        }
        answer(exchange, 200, answer);
    }

    private synchronized void allowance(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        String id = path[4];
        if (path.length > 5) {
            answer(exchange, 204, null);
            return;
        }
        if (exchange.getRequestMethod().equals("PUT")) {
            JsonNode body = JSON.readTree(exchange.getRequestBody());
            allowanceOfReplay.put(body.get("replay_id").asText(), id);
            Allowance before = allowances.get(id);
            allowances.put(
                    id,
                    new Allowance(
                            new BigDecimal(body.get("amount").asText()),
                            before == null ? BigDecimal.ZERO : before.spent(),
                            null));
        }
        Allowance found = allowances.get(id);
        if (found == null) {
            answer(exchange, 404, JSON.createObjectNode().put("status", 404));
            return;
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.put("id", id).put("state", "open").put("amount", found.amount().toPlainString());
        answer.put("spent", found.spent().toPlainString())
                .put("unconfirmed", "0")
                .put("reserved", "0");
        answer.put("rest", found.amount().subtract(found.spent()).toPlainString());
        answer.put(
                "requested",
                found.requested() == null ? null : found.requested().toPlainString());
        answer(exchange, 200, answer);
    }

    private static BigDecimal cost(long input, long output) {
        return INPUT_PRICE.multiply(BigDecimal.valueOf(input)).add(OUTPUT_PRICE.multiply(BigDecimal.valueOf(output)));
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = body == null ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", status < 300 ? "application/json" : "application/problem+json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        open.countDown();
        server.stop(0);
    }
}
