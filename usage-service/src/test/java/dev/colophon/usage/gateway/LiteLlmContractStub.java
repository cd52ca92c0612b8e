package dev.colophon.usage.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A contract stub: an HTTP server on loopback that answers in the formats of LiteLLM's proxy, as its code and documents
 * give them. It stands for the formats, not for LiteLLM's behaviour; LiteLLM itself does not run in these tests. The first
 * part of the path says how it behaves.
 */
public final class LiteLlmContractStub implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String KEY_INFO = """
            {"key": "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b", "info": {"key_name": "sk-...7261",
             "key_alias": "says the key back: %s", "soft_budget_cooldown": false, "spend": %s, "expires": null, "models": [],
             "aliases": {}, "config": {}, "user_id": "default_user_id", "team_id": null, "max_parallel_requests": null,
             "metadata": {"model_rpm_limit": null}, "tpm_limit": null, "rpm_limit": 60, "max_budget": %s,
             "budget_duration": %s, "budget_reset_at": %s, "litellm_budget_table": {"max_budget": 7.5},
             "allowed_cache_controls": [], "permissions": {}, "model_spend": {}, "model_max_budget": {}, "blocked": null,
             "created_at": "2026-01-01T00:00:00Z", "router_settings": null, "rotation_count": 0}}
            """;
    private static final String ESTIMATE = """
            {"model": "%1$s", "input_tokens": %2$d, "output_tokens": %3$d, "num_requests_per_day": null,
             "num_requests_per_month": null, "cost_per_request": %4$s, "input_cost_per_request": %5$s,
             "output_cost_per_request": %6$s, "margin_cost_per_request": 0.0, "daily_cost": null, "monthly_cost": null,
             "input_cost_per_token": 1.5e-07, "output_cost_per_token": 6e-07, "provider": "openai"}
            """;
    private static final String ERROR =
            "{\"error\": {\"message\": \"%s\", \"type\": \"%s\", \"param\": \"None\", \"code\": \"%d\"}}";
    private static final String NO_ROUTE = "{\"detail\": \"Not Found\"}";
    private static final double INPUT = 1.5e-07;
    private static final double OUTPUT = 6e-07;

    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final Map<String, Double> spend = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    public LiteLlmContractStub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 10);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The address of its OpenAI protocol, where it behaves as {@code manner} says. */
    public String url(String manner) {
        return "http://" + address() + "/" + manner + "/v1";
    }

    /** What a key of a manner has spent. */
    public void spent(String manner, double usd) {
        spend.put(manner, usd);
    }

    /** The paths it was asked for. */
    public List<String> asked() {
        return asked;
    }

    /** The keys it was asked with. */
    public List<String> keys() {
        return keys;
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(exchange.getRequestMethod() + " " + path);
        String key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        keys.add(key);
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        String manner = path.split("/")[1];
        String route = path.substring(manner.length() + 1);
        switch (manner) {
            case "silent" -> hang(exchange);
            case "html" -> send(exchange, 200, "<html>Welcome</html>");
            case "nothing" -> send(exchange, 404, NO_ROUTE);
            case "401", "500" ->
                refuse(exchange, Integer.parseInt(manner), "Authentication Error, " + key, "auth_error");
            case "master" -> refuse(exchange, 404, "Key not found in database", "not_found_error");
            case "unpriced" -> refuse(exchange, 404, "Could not resolve the model's cost", "not_found_error");
            default -> routed(exchange, manner, route, key, body);
        }
    }

    private void routed(HttpExchange exchange, String manner, String route, String key, JsonNode body)
            throws IOException {
        switch (route) {
            case "/key/info" -> send(exchange, 200, keyInfo(manner, key.replace("Bearer ", "")));
            case "/cost/estimate" -> {
                if (manner.equals("old") || manner.equals("zero")) {
                    send(exchange, 404, NO_ROUTE);
                } else {
                    send(exchange, 200, estimate(body));
                }
            }
            case "/spend/calculate" -> calculate(exchange, manner, body);
            default -> send(exchange, 404, NO_ROUTE);
        }
    }

    private String keyInfo(String manner, String key) {
        boolean resets = manner.equals("resets");
        return KEY_INFO.formatted(
                key,
                spend.getOrDefault(manner, 0.0),
                manner.equals("shared") ? "null" : "20.0",
                resets ? "\"1d\"" : "null",
                resets ? "\"" + Instant.now().plus(1, ChronoUnit.HOURS) + "\"" : "null");
    }

    private static String estimate(JsonNode body) {
        long input = body.path("input_tokens").longValue();
        long output = body.path("output_tokens").longValue();
        return ESTIMATE.formatted(
                body.path("model").textValue(),
                input,
                output,
                input * INPUT + output * OUTPUT,
                input * INPUT,
                output * OUTPUT);
    }

    /** Takes {@code completion_response} alone, which is read as an answer to a chat. */
    private static void calculate(HttpExchange exchange, String manner, JsonNode body) throws IOException {
        JsonNode usage = body.path("completion_response").path("usage");
        if (!body.path("completion_response").path("choices").isArray() || !usage.isObject()) {
            refuse(
                    exchange,
                    400,
                    "Bad Request - Either 'model' or 'completion_response' must be passed",
                    "bad_request");
            return;
        }
        double cost = usage.path("prompt_tokens").longValue() * INPUT
                + usage.path("completion_tokens").longValue() * OUTPUT;
        send(exchange, 200, "{\"cost\": " + (manner.equals("zero") ? 0.0 : cost) + "}");
    }

    private static void refuse(HttpExchange exchange, int status, String message, String type) throws IOException {
        send(exchange, status, ERROR.formatted(message, type, status));
    }

    private void hang(HttpExchange exchange) {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", body.startsWith("<") ? "text/html" : "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
