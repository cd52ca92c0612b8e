package dev.colophon.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway that knows one key and one repository of three items, and answers as the contract says. */
final class StubStack implements AutoCloseable {

    static final String KEY = "col_for-this-test-only";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROJECT = """
            {"id": "p1", "name": "%s", "metadata_status": "generated", "meta": {
              "ai_generated_tags": ["message-ordering", "retries"], "content_summary": "Keeps order. Never loses.",
              "difficulty_level": "advanced", "quality_score": 0.8, "model_used": "colophon-local-1",
              "prompt_version": "1", "generated_at": "2026-01-01T00:00:00Z", "request_id": "r1"}}
            """;

    private final HttpServer server;
    private final AtomicInteger outage = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<JsonNode> projects = new ArrayList<>();
    private final List<JsonNode> sources = new ArrayList<>();
    private final List<JsonNode> runs = new ArrayList<>();
    private final List<JsonNode> integrations = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final StubMoney money = new StubMoney();
    private final StubEmbeddings embeddings = new StubEmbeddings();
    private final StubSources connected = new StubSources();
    private final StubOps ops = new StubOps();
    private volatile boolean connects;
    private JsonNode sent = JSON.createObjectNode();

    StubStack() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next {@code calls} calls are answered with 503. */
    void breakFor(int calls) {
        outage.set(calls);
    }

    List<String> requests() {
        return requests;
    }

    /** What it says of money. */
    StubMoney money() {
        return money;
    }

    /** What it says of backfills and migrations. */
    StubEmbeddings embeddings() {
        return embeddings;
    }

    /** What services say to operators. */
    StubOps ops() {
        return ops;
    }

    /** Has it answer about sources of every type from now on. */
    StubSources connected() {
        connects = true;
        return connected;
    }

    /** The API keys of providers that it was given. */
    List<String> keys() {
        return keys;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        requests.add(call);
        JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        sent = body;
        if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"title\": \"Unauthorized\", \"detail\": \"The API key is not known\"}");
        } else if (outage.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.getResponseHeaders().add("Retry-After", "0");
            answer(exchange, 503, "{\"detail\": \"The service is away\"}");
        } else {
            route(exchange, call, body);
        }
    }

    private void route(HttpExchange exchange, String call, JsonNode body) throws IOException {
        if (connects && StubSources.knows(call)) {
            StubSources.Answer answered = connected.answer(call, body);
            answer(exchange, answered.status(), answered.body());
        } else if (StubOps.knows(call)) {
            StubOps.Answer answered = ops.answer(call, body);
            answer(exchange, answered.status(), answered.body());
        } else if (call.startsWith("GET /api/v1/projects?")) {
            answer(exchange, 200, page(projects));
        } else if (call.startsWith("POST /api/v1/projects")) {
            projects.add(JSON.readTree(String.format(PROJECT, body.path("name").asText())));
            answer(exchange, 201, projects.get(0).toString());
        } else if (call.startsWith("GET /api/v1/projects/p1")) {
            answer(exchange, 200, projects.get(0).toString());
        } else if (call.startsWith("GET /api/v1/sources?")) {
            answer(exchange, 200, page(sources));
        } else if (call.equals("POST /api/v1/sources")) {
            sources.add(((ObjectNode) body).put("id", "s1"));
            answer(exchange, 201, body.toString());
        } else if (call.endsWith("/sync")) {
            answer(exchange, 202, run().toString());
        } else if (call.startsWith("GET /api/v1/sources/s1/runs")) {
            answer(exchange, 200, page(runs));
        } else if (call.startsWith("GET /api/v1/items")) {
            answer(exchange, 200, items(call));
        } else {
            others(exchange, call);
        }
    }

    private void others(HttpExchange exchange, String call) throws IOException {
        if (call.startsWith("GET /api/v1/embeddings/stats")) {
            answer(
                    exchange,
                    200,
                    "{\"items\": 3, \"chunks\": {\"total\": 5, \"completed\": 5, \"pending\": 0, \"failed\": 0},"
                            + " \"completion_rate\": 1.0, \"by_model\": []}");
        } else if (call.startsWith("POST /api/v1/search")) {
            answer(
                    exchange,
                    200,
                    "{\"hits\": [{\"title\": \"Keep order\", \"score\": 0.9, \"item_id\": \"i1\", \"kind\": \"commit\"}],"
                            + " \"model_used\": \"all-minilm-l6-v2\", \"took_ms\": 3}");
        } else if (call.startsWith("GET /api/v1/ai/usage/summary")) {
            answer(exchange, 200, "{\"total_requests\": 2, \"total_tokens\": 900, \"total_cost\": 0.0000000000}");
        } else if (StubEmbeddings.knows(call)) {
            answer(exchange, 200, embeddings.answer(call, sent));
        } else if (StubMoney.knows(call)) {
            answer(exchange, 200, money.answer(call, sent));
        } else if (call.contains("/api/v1/integrations") || call.contains("/api/v1/ai/models")) {
            accounts(exchange, call);
        } else {
            answer(exchange, 404, "{\"detail\": \"There is nothing at this address\", \"trace_id\": \"abc\"}");
        }
    }

    private void accounts(HttpExchange exchange, String call) throws IOException {
        if (call.startsWith("GET /api/v1/integrations?")) {
            answer(exchange, 200, page(integrations));
        } else if (call.equals("POST /api/v1/integrations")) {
            ObjectNode made = ((ObjectNode) sent).put("id", "i-" + integrations.size());
            keys.add(made.path("credentials").path("api_key").asText());
            made.put("credentials_set", made.remove("credentials") != null).put("active", true);
            integrations.add(made);
            answer(exchange, 201, made.toString());
        } else if (call.endsWith("/test")) {
            boolean ok = call.contains("i-0");
            answer(
                    exchange,
                    200,
                    JSON.createObjectNode()
                            .put("ok", ok)
                            .put("latency_ms", 12)
                            .put("model", "gpt-4o-mini")
                            .put("sample", "Blue")
                            .put("error", ok ? null : "nobody listens there")
                            .toString());
        } else if (call.startsWith("DELETE /api/v1/integrations/")) {
            integrations.removeIf(one -> call.endsWith(one.path("id").asText()));
            answer(exchange, 200, "");
        } else {
            answer(
                    exchange,
                    200,
                    "{\"items\": [{\"name\": \"gpt-4o\", \"provider\": \"openai\", \"integration\": \"mine\","
                            + " \"capabilities\": [\"chat\"], \"dimensions\": null, \"price_status\": \"known\","
                            + " \"price\": {\"input\": \"2.5000000000\", \"output\": \"10.0000000000\"}},"
                            + " {\"name\": \"bge\", \"provider\": \"openai_compatible\", \"integration\": null,"
                            + " \"capabilities\": [\"embedding\"], \"dimensions\": 1024, \"price_status\":"
                            + " \"unknown\", \"price\": null}]}");
        }
    }

    private JsonNode run() throws IOException {
        int captured = runs.isEmpty() ? 3 : 0;
        JsonNode run = JSON.readTree(String.format(
                "{\"id\": \"run%d\", \"status\": \"succeeded\", \"items_seen\": 3, \"items_captured\": %d,"
                        + " \"items_unchanged\": %d, \"items_failed\": 0}",
                runs.size(), captured, 3 - captured));
        runs.add(0, run);
        return run;
    }

    /** Two pages, to be put together by the caller. */
    private static String items(String call) {
        return call.contains("cursor=")
                ? "{\"items\": [{\"kind\": \"document\"}], \"next_cursor\": null}"
                : "{\"items\": [{\"kind\": \"commit\"}, {\"kind\": \"commit\"}], \"next_cursor\": \"n/2\"}";
    }

    private static String page(List<JsonNode> items) {
        return JSON.createObjectNode()
                .putNull("next_cursor")
                .set("items", JSON.valueToTree(items))
                .toString();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
