package dev.colophon.etl.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.colophon.etl.jira.issue.JiraTimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Jira on loopback: searches its issues by the few conditions that the connector uses, as strictly as the real one, in
 * pages by token (cloud) or by offset (data center), and misbehaves on demand.
 */
final class JiraStub implements AutoCloseable {

    static final String EMAIL = "ada@example.invalid";
    static final String TOKEN = "cloud-token";
    static final String PAT = "data-center-token";
    static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXX");
    private static final Pattern SINCE = Pattern.compile("updated >= (\\d+)(?= |$)");
    private static final Pattern IDS = Pattern.compile("id in \\((\\d+)\\)");
    private static final Pattern PROJECTS = Pattern.compile("project in \\(([^)]*)\\)");
    private static final String ORDER = " ORDER BY updated ASC, key ASC";

    /** A call as it came. */
    record Call(String method, String path, Map<String, String> query, JsonNode body) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** What is answered to the next calls that match. */
    record Answer(int status, Map<String, String> headers, String body) {}

    private record Fault(Predicate<Call> when, Answer answer, int[] times) {}

    final List<Call> calls = new CopyOnWriteArrayList<>();
    final Map<String, ObjectNode> issues = new LinkedHashMap<>();
    final Set<String> notIndexed = new HashSet<>();
    final ArrayNode fields = JSON.createArrayNode();
    final List<ObjectNode> webhooks = new ArrayList<>();
    final List<ObjectNode> failedWebhooks = new ArrayList<>();
    final List<JsonNode> recordedPages = new ArrayList<>();
    final Map<String, JsonNode> recordedChangelogs = new HashMap<>();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final List<Runnable> beforeSearch = new ArrayList<>();
    private final HttpServer server;
    private final boolean cloud;
    int pageCap = 100;
    int commentCap = Integer.MAX_VALUE;
    int historyCap = Integer.MAX_VALUE;
    boolean webhooksAllowed = true;
    private int tokensGiven;

    private JiraStub(boolean cloud) throws IOException {
        this.cloud = cloud;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(2, work -> {
            Thread thread = new Thread(work, "jira-stub");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
        fields.addObject().put("id", "summary").put("name", "Summary").put("custom", false);
    }

    static JiraStub cloud() throws IOException {
        return new JiraStub(true);
    }

    static JiraStub dataCenter() throws IOException {
        return new JiraStub(false);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Answers the next calls whose path contains a text with something else, a number of times. */
    void misbehave(String pathPart, int times, int status, Map<String, String> headers, String body) {
        faults.add(new Fault(
                call -> call.path().contains(pathPart), new Answer(status, headers, body), new int[] {times}));
    }

    void beforeNextSearch(Runnable change) {
        beforeSearch.add(change);
    }

    ObjectNode issue(String id, String key, Instant updated) {
        ObjectNode issue = JSON.createObjectNode().put("id", id).put("key", key);
        ObjectNode of = issue.putObject("fields");
        of.put("summary", "Summary of " + key);
        of.putNull("description");
        of.put("created", time(Instant.parse("2024-01-01T00:00:00Z")));
        of.put("updated", time(updated));
        of.putObject("project").put("key", key.replaceFirst("-.*", ""));
        of.putObject("comment").put("total", 0).putArray("comments");
        issue.putObject("changelog").put("total", 0).putArray("histories");
        issues.put(id, issue);
        return issue;
    }

    void update(String id, Instant updated, String summary) {
        ObjectNode of = (ObjectNode) issues.get(id).path("fields");
        of.put("updated", time(updated)).put("summary", summary);
    }

    void load(JsonNode recorded) {
        recorded.forEach(issue -> issues.put(issue.path("id").asText(), (ObjectNode) issue));
    }

    long searches() {
        return calls.stream().filter(call -> call.path().contains("/search")).count();
    }

    static String time(Instant instant) {
        return TIME.format(instant.atOffset(ZoneOffset.ofHours(3)));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            Call call = new Call(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    query(exchange.getRequestURI().getRawQuery()),
                    json(sent));
            Answer answer;
            synchronized (this) {
                calls.add(call);
                answer =
                        answer(call, String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(Call call, String authorization) {
        for (Fault fault : faults) {
            if (fault.when().test(call) && fault.times()[0]-- > 0) {
                return fault.answer();
            }
        }
        if (call.path().equals("/oauth/token")) {
            return ok(JSON.createObjectNode()
                    .put("access_token", "app-token-" + ++tokensGiven)
                    .put("expires_in", 3600));
        }
        if (call.path().equals("/_edge/tenant_info")) {
            return ok(JSON.createObjectNode().put("cloudId", "cloud-1"));
        }
        boolean app = call.path().startsWith("/ex/jira/cloud-1/");
        if (!(app
                ? authorization.startsWith("Bearer app-token-")
                : expectedAuthorization().equals(authorization))) {
            return error(401, "Client must be authenticated to access this resource.");
        }
        String base = cloud ? "/rest/api/3" : "/rest/api/2";
        String path = app ? call.path().substring("/ex/jira/cloud-1".length()) : call.path();
        return path.startsWith(base + "/")
                ? resource(call, path.substring(base.length()))
                : error(404, "null for uri: " + path);
    }

    private String expectedAuthorization() {
        return cloud
                ? "Basic " + Base64.getEncoder().encodeToString((EMAIL + ":" + TOKEN).getBytes(StandardCharsets.UTF_8))
                : "Bearer " + PAT;
    }

    private Answer resource(Call call, String path) {
        Matcher issue = Pattern.compile("/issue/(\\d+)(/\\w+)?").matcher(path);
        if (issue.matches()) {
            return ofIssue(issue.group(1), issue.group(2) == null ? "" : issue.group(2), call);
        }
        return switch (path) {
            case "/myself" ->
                ok(JSON.createObjectNode().put("displayName", "Ada").put("timeZone", "Europe/Moscow"));
            case "/field" -> ok(fields);
            case "/search/jql" -> cloud ? byToken(call.body()) : error(404, "no such resource");
            case "/search/approximate-count" ->
                ok(JSON.createObjectNode().put("count", matching(call.body()).size()));
            case "/search" -> cloud ? error(410, "The requested API has been removed.") : byOffset(call.body());
            case "/webhook", "/webhook/refresh", "/webhook/failed" ->
                webhooksAllowed
                        ? webhook(call, path)
                        : error(403, "Only Connect and OAuth 2.0 apps can use this operation.");
            default -> error(404, "no such resource: " + path);
        };
    }

    private Answer ofIssue(String id, String what, Call call) {
        ObjectNode issue = issues.get(id);
        if (issue == null) {
            return error(404, "Issue does not exist or you do not have permission to see it.");
        }
        if (what.equals("/changelog") && recordedChangelogs.containsKey(id)) {
            return ok(recordedChangelogs.get(id));
        }
        int start = Integer.parseInt(call.query().getOrDefault("startAt", "0"));
        int most = Integer.parseInt(call.query().getOrDefault("maxResults", "50"));
        return switch (what) {
            case "" -> ok(issue);
            case "/comment" ->
                ok(page("comments", issue.path("fields").path("comment").path("comments"), start, most));
            case "/changelog" -> ok(page("values", issue.path("changelog").path("histories"), start, most));
            default -> error(404, "no such resource");
        };
    }

    private static ObjectNode page(String name, JsonNode all, int start, int most) {
        ObjectNode page = JSON.createObjectNode().put("startAt", start).put("total", all.size());
        ArrayNode values = page.putArray(name);
        for (int i = start; i < Math.min(all.size(), start + most); i++) {
            values.add(all.get(i));
        }
        return page;
    }

    private Answer byToken(JsonNode body) {
        if (!beforeSearch.isEmpty()) {
            beforeSearch.remove(0).run();
        }
        if (!recordedPages.isEmpty()) {
            int at = body.hasNonNull("nextPageToken")
                    ? pageAfter(body.path("nextPageToken").asText())
                    : 0;
            return ok(recordedPages.get(at));
        }
        String jql = body.path("jql").asText();
        if (!SINCE.matcher(jql).find() && !IDS.matcher(jql).find()) {
            return error(
                    400, "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.");
        }
        if (unknownId(jql)) {
            return error(400, "A value with ID does not exist for the field 'id'.");
        }
        List<ObjectNode> found = matching(body);
        String token = body.path("nextPageToken").asText("");
        int from = 0;
        while (from < found.size()
                && !token.isEmpty()
                && position(found.get(from)).compareTo(token) <= 0) {
            from++;
        }
        int to = Math.min(
                found.size(), from + Math.min(pageCap, body.path("maxResults").asInt(50)));
        ObjectNode page = JSON.createObjectNode();
        ArrayNode values = page.putArray("issues");
        found.subList(from, to).forEach(issue -> values.add(shown(issue, body)));
        page.put("isLast", to == found.size());
        if (to < found.size()) {
            page.put("nextPageToken", position(found.get(to - 1)));
        }
        return ok(page);
    }

    private int pageAfter(String token) {
        for (int i = 0; i < recordedPages.size(); i++) {
            if (token.equals(recordedPages.get(i).path("nextPageToken").asText())) {
                return i + 1;
            }
        }
        throw new IllegalStateException("unknown token");
    }

    private Answer byOffset(JsonNode body) {
        if (!beforeSearch.isEmpty()) {
            beforeSearch.remove(0).run();
        }
        if (unknownId(body.path("jql").asText())) {
            return error(400, "A value with ID does not exist for the field 'id'.");
        }
        List<ObjectNode> found = matching(body);
        int from = Math.min(found.size(), body.path("startAt").asInt());
        int to = Math.min(
                found.size(), from + Math.min(pageCap, body.path("maxResults").asInt(50)));
        ObjectNode page = JSON.createObjectNode()
                .put("startAt", from)
                .put("maxResults", Math.min(pageCap, body.path("maxResults").asInt(50)))
                .put("total", found.size());
        ArrayNode values = page.putArray("issues");
        found.subList(from, to).forEach(issue -> values.add(shown(issue, body)));
        return ok(page);
    }

    private boolean unknownId(String jql) {
        Matcher ids = IDS.matcher(jql);
        return ids.find() && !issues.containsKey(ids.group(1));
    }

    private List<ObjectNode> matching(JsonNode body) {
        String jql = body.path("jql").asText();
        Matcher since = SINCE.matcher(jql);
        Matcher ids = IDS.matcher(jql);
        Matcher projects = PROJECTS.matcher(jql);
        long from = since.find() ? Long.parseLong(since.group(1)) : 0;
        String only = ids.find() ? ids.group(1) : "";
        String in = projects.find() ? projects.group(1) : "";
        Set<String> reconciled = new HashSet<>();
        body.path("reconcileIssues").forEach(id -> reconciled.add(id.asText()));
        return issues.values().stream()
                .filter(issue -> !notIndexed.contains(id(issue)) || reconciled.contains(id(issue)))
                .filter(issue -> cloud ? updated(issue) >= from : updated(issue) / 1000 >= from / 1000)
                .filter(issue -> only.isEmpty() || id(issue).equals(only))
                .filter(issue -> in.isEmpty()
                        || in.contains("\""
                                + issue.path("fields")
                                        .path("project")
                                        .path("key")
                                        .asText() + "\""))
                .sorted(Comparator.comparing(this::position))
                .toList();
    }

    /** Only what is asked for, as the cloud does it. */
    private ObjectNode shown(ObjectNode issue, JsonNode body) {
        if (!body.path("jql").asText().endsWith(ORDER)) {
            throw new IllegalStateException("without an order: " + body.path("jql"));
        }
        ObjectNode shown = JSON.createObjectNode()
                .put("id", id(issue))
                .put("key", issue.path("key").asText());
        ObjectNode of = shown.putObject("fields");
        body.path("fields").forEach(name -> {
            if (issue.path("fields").has(name.asText())) {
                of.set(name.asText(), issue.path("fields").path(name.asText()).deepCopy());
            }
        });
        if (of.has("comment")) {
            cut((ObjectNode) of.path("comment"), "comments", commentCap);
        }
        if (body.path("expand").toString().contains("changelog") && issue.has("changelog")) {
            ObjectNode changelog = issue.path("changelog").deepCopy();
            cut(changelog, "histories", historyCap);
            shown.set("changelog", changelog);
        }
        return shown;
    }

    private static void cut(ObjectNode list, String name, int cap) {
        ArrayNode values = (ArrayNode) list.path(name);
        list.put("total", Math.max(values.size(), list.path("total").asInt()));
        while (values.size() > cap) {
            values.remove(values.size() - 1);
        }
    }

    private Answer webhook(Call call, String path) {
        if (path.equals("/webhook/failed")) {
            long after = Long.parseLong(call.query().getOrDefault("after", "-1"));
            ObjectNode answer = JSON.createObjectNode().put("maxResults", 100);
            ArrayNode values = answer.putArray("values");
            failedWebhooks.stream()
                    .filter(failed -> failed.path("failureTime").asLong() > after)
                    .forEach(values::add);
            return ok(answer);
        }
        Set<String> ids = new HashSet<>();
        call.body().path("webhookIds").forEach(id -> ids.add(id.asText()));
        switch (call.method()) {
            case "POST" -> {
                ObjectNode webhook =
                        (ObjectNode) call.body().path("webhooks").path(0).deepCopy();
                webhooks.add(webhook.put("id", 1000 + webhooks.size())
                        .put("url", call.body().path("url").asText()));
                ObjectNode answer = JSON.createObjectNode();
                answer.putArray("webhookRegistrationResult").addObject().put("createdWebhookId", 1000);
                return ok(answer);
            }
            case "DELETE" -> {
                webhooks.removeIf(webhook -> ids.contains(webhook.path("id").asText()));
                return new Answer(202, Map.of(), "");
            }
            case "PUT" -> {
                return ok(JSON.createObjectNode().put("expirationDate", "2026-12-21T00:00:00.000+0000"));
            }
            default -> {
                ObjectNode answer = JSON.createObjectNode().put("isLast", true).put("total", webhooks.size());
                webhooks.forEach(answer.putArray("values")::add);
                return ok(answer);
            }
        }
    }

    private String position(ObjectNode issue) {
        return String.format("%020d|%s", updated(issue), issue.path("key").asText());
    }

    private static long updated(JsonNode issue) {
        Instant updated = JiraTimes.of(issue.path("fields").path("updated"));
        return updated == null ? 0 : updated.toEpochMilli();
    }

    private static String id(JsonNode issue) {
        return issue.path("id").asText();
    }

    private static Answer ok(JsonNode body) {
        return new Answer(200, Map.of(), body.toString());
    }

    private static Answer error(int status, String message) {
        ObjectNode body = JSON.createObjectNode();
        body.putArray("errorMessages").add(message);
        body.putObject("errors");
        return new Answer(status, Map.of(), body.toString());
    }

    private static JsonNode json(byte[] body) {
        try {
            return body.length == 0 || body[0] != '{' ? JsonNodeFactory.instance.missingNode() : JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new TreeMap<>();
        if (raw != null) {
            for (String pair : raw.split("&")) {
                String[] parts = pair.split("=", 2);
                query.put(parts[0], URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
            }
        }
        return query;
    }
}
