package dev.colophon.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Providers of embeddings and an account book on loopback, for all tests of the JVM. Each provider has a name of its own in
 * its address, counts what it served, and gives the answers it was told, in order; after them, and unless told, it embeds.
 */
final class LoopbackServer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** Tokens that a provider bills for a character. */
    static final int TOKENS_A_CHARACTER = 3;

    static final int DIMENSIONS = 2;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Provider> PROVIDERS = new ConcurrentHashMap<>();
    private static final Map<String, String> REFUSALS = new ConcurrentHashMap<>();
    private static final List<JsonNode> RESERVED = new CopyOnWriteArrayList<>();
    private static final List<String> RELEASED = new CopyOnWriteArrayList<>();
    private static final Map<String, Allowance> ALLOWED = new ConcurrentHashMap<>();
    private static final Map<String, Allowance> ALLOWANCES = new ConcurrentHashMap<>();
    private static final BigDecimal PRICE = new BigDecimal("0.00000002");
    private static final HttpServer SERVER = start();

    /** A request as a provider saw it. */
    record Request(JsonNode body, String attemptId, String key) {

        List<String> texts() {
            return JSON.convertValue(
                    body.path("input"), JSON.getTypeFactory().constructCollectionType(List.class, String.class));
        }
    }

    /** What a provider sends; {@code trickles} to send the body and never end. */
    record Reply(int status, Map<String, String> headers, String body, boolean trickles) {

        static Reply of(int status, String body) {
            return new Reply(status, Map.of(), body, false);
        }
    }

    /** One provider and its bill. */
    static final class Provider {

        final List<Request> requests = new CopyOnWriteArrayList<>();
        final List<Integer> billed = new CopyOnWriteArrayList<>();
        private final Queue<Function<Request, Reply>> replies = new ConcurrentLinkedQueue<>();
        private final String name;
        private volatile int dimensions = DIMENSIONS;
        private volatile @Nullable String refused;

        private Provider(String name) {
            this.name = name;
        }

        String url() {
            return LoopbackServer.url() + "/" + name + "/v1";
        }

        Provider replies(Function<Request, Reply> reply) {
            replies.add(reply);
            return this;
        }

        Provider replies(int status, String body) {
            return replies(request -> Reply.of(status, body));
        }

        /** From now on its vectors have so many dimensions, and say of a text no more than whether it is the same. */
        Provider dimensions(int number) {
            dimensions = number;
            return this;
        }

        /** From now on it refuses what holds a text with this part. */
        Provider refuses(String part) {
            refused = part;
            return this;
        }

        private Reply reply(Request request) {
            requests.add(request);
            String part = refused;
            if (part != null && request.texts().stream().anyMatch(text -> text.contains(part))) {
                return Reply.of(400, "{\"error\":{\"message\":\"too long\",\"type\":\"invalid_request_error\"}}");
            }
            Function<Request, Reply> next = replies.poll();
            return next == null ? embedded(request) : next.apply(request);
        }

        private String numbers(String text) {
            return new Random(text.hashCode())
                    .doubles(dimensions, -1, 1)
                    .mapToObj(number -> String.format(Locale.ROOT, "%.4f", number))
                    .collect(Collectors.joining(","));
        }

        /** A text's vector is its length and 1, unless it has more dimensions. */
        Reply embedded(Request request) {
            List<String> texts = request.texts();
            StringBuilder data = new StringBuilder();
            int tokens = 0;
            // backwards: it is the index that says which text a vector is of
            for (int i = texts.size() - 1; i >= 0; i--) {
                int length = texts.get(i).length();
                tokens += TOKENS_A_CHARACTER * length;
                data.append(data.isEmpty() ? "" : ",")
                        .append("{\"object\":\"embedding\",\"index\":%d,\"embedding\":[%s]}"
                                .formatted(i, dimensions == DIMENSIONS ? length + ",1" : numbers(texts.get(i))));
            }
            billed.add(tokens);
            return Reply.of(
                    200,
                    "{\"object\":\"list\",\"model\":\"served-%s\",\"data\":[%s],\"usage\":{\"prompt_tokens\":%d,\"total_tokens\":%d}}"
                            .formatted(request.body().path("model").asText(), data, tokens, tokens));
        }
    }

    /** What is set aside for a replay of one client; what is admitted counts as spent at once. */
    private static final class Allowance {

        private @Nullable BigDecimal amount;
        private BigDecimal spent = BigDecimal.ZERO;

        synchronized void set(BigDecimal amount) {
            this.amount = amount;
        }

        synchronized @Nullable String refusal(BigDecimal requested) {
            if (amount != null && spent.add(requested).compareTo(amount) > 0) {
                return "402{\"scope\":\"replay\",\"cap\":%s,\"spent\":%s,\"reserved\":0,\"requested\":%s,\"on_limit\":\"block\"}"
                        .formatted(amount.toPlainString(), spent.toPlainString(), requested.toPlainString());
            }
            spent = spent.add(requested);
            return null;
        }

        synchronized String json() {
            return "{\"amount\":%s,\"spent\":%s,\"unconfirmed\":0,\"reserved\":0,\"requested\":null}"
                    .formatted(amount == null ? "0" : amount.toPlainString(), spent.toPlainString());
        }
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of("colophon.ai.usage-service-url=" + url()).applyTo(context);
    }

    static Provider provider(String name) {
        return PROVIDERS.computeIfAbsent(name, Provider::new);
    }

    /** Has attempts at a model refused from now on. */
    static void refuse(String model, int status, String problem) {
        REFUSALS.put(model, status + problem);
    }

    static List<JsonNode> reserved(String model) {
        return RESERVED.stream()
                .filter(request -> request.path("model").asText().equals(model))
                .toList();
    }

    static List<String> released() {
        return RELEASED;
    }

    private static String url() {
        return "http://127.0.0.1:" + SERVER.getAddress().getPort();
    }

    private static HttpServer start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "loopback-server");
                thread.setDaemon(true);
                return thread;
            }));
            server.createContext("/", LoopbackServer::embed);
            server.createContext("/internal/v1/reservations", LoopbackServer::reserve);
            server.createContext("/internal/v1/estimates", LoopbackServer::estimate);
            server.createContext("/internal/v1/allowances", LoopbackServer::allow);
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void embed(HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        String provider = exchange.getRequestURI().getPath().split("/")[1];
        Request request = new Request(
                body,
                String.valueOf(exchange.getRequestHeaders().getFirst("X-Client-Request-Id")),
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        send(exchange, provider(provider).reply(request));
    }

    private static void reserve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/release")) {
            RELEASED.add(path.split("/")[4]);
            send(exchange, Reply.of(204, ""));
            return;
        }
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        RESERVED.add(request);
        String refusal = REFUSALS.getOrDefault(
                request.path("model").asText(),
                ALLOWED.getOrDefault(request.path("replay_id").asText(), new Allowance())
                        .refusal(PRICE.multiply(request.path("input_tokens").decimalValue())));
        send(
                exchange,
                refusal == null
                        ? Reply.of(201, """
                                {"reservation_id":"%s","status":"admitted","estimated_cost":"0.001","warnings":[],
                                 "price":{"input_per_token":"0.00000002","cached_input_per_token":null,
                                          "output_per_token":null}}""".formatted(
                                        request.path("reservation_id").asText()))
                        : Reply.of(Integer.parseInt(refusal.substring(0, 3)), refusal.substring(3)));
    }

    private static void estimate(HttpExchange exchange) throws IOException {
        StringBuilder items = new StringBuilder();
        for (JsonNode call : JSON.readTree(exchange.getRequestBody()).path("calls")) {
            String cost =
                    PRICE.multiply(call.path("input_tokens").decimalValue()).toPlainString();
            items.append(items.isEmpty() ? "" : ",").append("""
                    {"price_status":"known","low_output_tokens":0,"expected_output_tokens":0,"worst_output_tokens":0,
                     "low":%1$s,"expected":%1$s,"worst":%1$s}""".formatted(cost));
        }
        send(exchange, Reply.of(200, "{\"items\":[" + items + "]}"));
    }

    private static void allow(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().split("/")[4];
        Allowance allowance = ALLOWANCES.computeIfAbsent(id, unknown -> new Allowance());
        if (exchange.getRequestMethod().equals("PUT")) {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            allowance.set(new BigDecimal(request.path("amount").asText()));
            ALLOWED.put(request.path("replay_id").asText(), allowance);
        }
        send(exchange, Reply.of(200, allowance.json()));
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : reply.trickles() ? 0 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
            if (reply.trickles()) {
                out.flush();
                pause(Duration.ofSeconds(20));
            }
        }
    }

    /** A pause of a slow server; who waits is the code under test. */
    static void pause(Duration pause) {
        try {
            boolean over = new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
            assert !over;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
