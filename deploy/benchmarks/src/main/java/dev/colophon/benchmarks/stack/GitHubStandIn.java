package dev.colophon.benchmarks.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A GitHub on loopback with one repository of nothing but issues, a hundred a page behind opaque links. */
final class GitHubStandIn implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PAGE = 100;
    private static final Pattern AFTER = Pattern.compile("[?&]after=(\\d+)");
    private static final Pattern ONE = Pattern.compile("/issues/(\\d+)$");

    private final int issues;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final AtomicLong calls = new AtomicLong();
    private volatile long pauseMillis;

    private GitHubStandIn(int issues, HttpServer server) {
        this.issues = issues;
        this.server = server;
    }

    static GitHubStandIn of(int issues) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        GitHubStandIn standIn = new GitHubStandIn(issues, server);
        server.createContext("/", standIn::answer);
        server.setExecutor(standIn.threads);
        server.start();
        return standIn;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many calls there were since this was asked last. */
    long calls() {
        return calls.getAndSet(0);
    }

    /** How long each list takes from now on. */
    void pause(long millis) {
        pauseMillis = millis;
    }

    /** An issue as lists and webhooks show it. */
    Map<String, Object> issue(int number) {
        Map<String, Object> issue = new LinkedHashMap<>();
        issue.put("id", 1_000_000 + number);
        issue.put("number", number);
        issue.put("title", "Ship " + number + " waits");
        issue.put("body", ("Ship number " + number + " waits before the harbour. ").repeat(1 + number % 12));
        issue.put("state", "open");
        issue.put("user", Map.of("login", "keeper"));
        issue.put("labels", List.of(Map.of("name", "harbour")));
        issue.put("comments", 0);
        issue.put("created_at", BEGIN.toString());
        issue.put("updated_at", BEGIN.plusSeconds(60L * number).toString());
        issue.put("html_url", "https://example.com/colophon/harbour/issues/" + number);
        return issue;
    }

    static Map<String, Object> repository() {
        return Map.of(
                "id", 1, "name", "harbour", "full_name", "colophon/harbour", "default_branch", "main", "fork", false);
    }

    private void answer(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            if (path.equals("/repos/colophon/harbour")) {
                send(exchange, repository());
            } else if (path.equals("/repos/colophon/harbour/issues")) {
                list(exchange);
            } else if (ONE.matcher(path).find()) {
                Matcher one = ONE.matcher(path);
                one.find();
                send(exchange, issue(Integer.parseInt(one.group(1))));
            } else {
                send(exchange, path.equals("/user") ? Map.of("login", "keeper") : List.of());
            }
        }
    }

    private void list(HttpExchange exchange) throws IOException {
        Matcher after = AFTER.matcher(exchange.getRequestURI().toString());
        int from = after.find() ? Integer.parseInt(after.group(1)) : 0;
        int to = Math.min(issues, from + PAGE);
        List<Map<String, Object>> page = new ArrayList<>();
        for (int number = from + 1; number <= to; number++) {
            page.add(issue(number));
        }
        if (to < issues) {
            String next = url() + exchange.getRequestURI().toString().replaceAll("[?&]after=\\d+", "");
            exchange.getResponseHeaders()
                    .add("Link", "<" + next + (next.contains("?") ? "&" : "?") + "after=" + to + ">; rel=\"next\"");
        }
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        send(exchange, page);
    }

    private static void send(HttpExchange exchange, Object body) throws IOException {
        byte[] bytes = bytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    static byte[] bytes(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
